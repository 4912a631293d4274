import { afterEach, beforeEach, expect, test } from '@jest/globals'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replaceFile } from '../../lib/cli/replace-file.js'
import { InputError } from '../../lib/errors.js'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-lab-replace-'))
  mkdirSync(join(folder, 'manifests'))
  file = join(folder, 'manifests', 'kube-apiserver.yaml')
  writeFileSync(file, 'old')
  chmodSync(file, 0o640)
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the old file is kept elsewhere, and only the new one stands in the folder, with the mode of the old', async () => {
  const backup = await replaceFile(file, 'new', join(folder, 'backups'))
  expect(readFileSync(backup, 'utf8')).toBe('old')
  expect(readFileSync(file, 'utf8')).toBe('new')
  expect(readdirSync(join(folder, 'manifests'))).toEqual(['kube-apiserver.yaml'])
  expect(statSync(file).mode & 0o777).toBe(0o640)
})

test('a backup beside the manifest is refused, also through a link, and nothing is written', async () => {
  symlinkSync(file, join(folder, 'link.yaml'))
  for (const path of [file, join(folder, 'link.yaml')])
    await expect(replaceFile(path, 'new', join(folder, 'manifests'))).rejects.toThrow(InputError)
  expect(readdirSync(join(folder, 'manifests'))).toEqual(['kube-apiserver.yaml'])
  expect(readFileSync(file, 'utf8')).toBe('old')
})

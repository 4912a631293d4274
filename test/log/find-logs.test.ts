import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { findLogs } from '../../lib/log/find-logs.js'

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'find-logs-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function folder(name: string, files: readonly string[]): string {
  const path = join(directory, name)
  for (const file of files) {
    mkdirSync(join(path, file, '..'), { recursive: true })
    writeFileSync(join(path, file), '')
  }
  return path
}

describe('the files of one log come in the order in which they were written', () => {
  test.each([
    [
      'as kube-apiserver rotates them',
      [
        'audit-2026-02-03T10-11-12.345.log.gz',
        'audit-2026-02-03T10-11-12.999.log',
        'audit-2026-02-04T00-00-00.000.log',
        'audit.log',
      ],
    ],
    ['as logrotate does', ['audit.log.10.gz', 'audit.log.9.gz', 'audit.log.2', 'audit.log.1', 'audit.log']],
    ['as logrotate does with dates', ['audit.log-20260201.gz', 'audit.log-20260202', 'audit.log']],
    ['with zstd', ['audit.log.2.zst', 'audit.log.1.zst', 'audit.log']],
  ])('%s', async (name, files) => {
    const path = folder(name, [...files].reverse())
    const found = await findLogs([path])
    expect(found.map((file) => relative(path, file.path))).toEqual(files)
    expect(found.every(({ node }) => node === null)).toBe(true)
  })
})

test('folders and names tell servers apart', async () => {
  const path = folder('servers', ['cp-1/audit.log', 'cp-2/audit.log.1', 'cp-2/audit.log', '.hidden/audit.log'])
  expect((await findLogs([path])).map(({ node }) => node)).toEqual(['cp-1', 'cp-2', 'cp-2'])
  const flat = folder('flat', ['cp-1.log', 'cp-2.log', 'cp-2.log.1'])
  expect((await findLogs([flat])).map(({ node }) => node)).toEqual(['cp-1', 'cp-2', 'cp-2'])
})

test('a glob is a glob, and a file that is named twice is read once', async () => {
  const path = folder('glob', ['a/audit.log', 'b/audit.log', 'b/other.txt'])
  expect(await findLogs([join(path, '**/*.log'), join(path, 'a/audit.log')])).toHaveLength(2)
})

test('standard input is a log', async () => {
  expect(await findLogs(['-'])).toEqual([{ path: '-', node: null }])
})

test('paths that name nothing are told, all of them', async () => {
  await expect(findLogs(['/no/such', '/no/*.log'])).rejects.toThrow('/no/such: there is no such file\n/no/*.log')
})

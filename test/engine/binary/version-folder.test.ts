import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { isVersion, versionFolder } from '../../../lib/engine/binary/version-folder.js'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'envtest-'))
  for (const name of ['1.33.4', '1.33.13', '1.34.4', '1.3.3']) {
    await mkdir(join(directory, `${name}-linux-amd64`))
  }
})
afterAll(() => rm(directory, { recursive: true }))

const assets = (): string => join(directory, '1.34.4-linux-amd64')

test.each([
  ['1.33.4', '1.33.4-linux-amd64'],
  ['1.33', '1.33.13-linux-amd64'],
  ['1.34', '1.34.4-linux-amd64'],
])('%s is the neighbour %s of KUBEBUILDER_ASSETS', async (version, folder) => {
  expect(await versionFolder(null, version, assets())).toBe(join(directory, folder))
})

test.each([
  ['no neighbour has it', null, '1.32', true, null],
  ['KUBEBUILDER_ASSETS is not set', null, '1.33', false, null],
  ['no version is asked for', null, null, true, null],
  ['a folder is named', './bin', '1.33', true, './bin'],
  ['a folder is named, with the place of the version in it', './k8s/{version}/bin', '1.33.4', true, './k8s/1.33.4/bin'],
])('when %s', async (_when, given, version, isSet, folder) => {
  expect(await versionFolder(given, version, isSet ? assets() : undefined)).toBe(folder)
})

test.each([
  ['1.33.4', '1.33.4', true],
  ['1.33.4', 'v1.33', true],
  ['1.33.14', '1.33.1', false],
  ['1.3.3', '1.33', false],
])('%s is what asking for %s means: %s', (found, asked, expected) => {
  expect(isVersion(found, asked)).toBe(expected)
})

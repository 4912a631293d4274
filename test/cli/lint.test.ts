import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeEach, beforeAll, describe, expect, test } from '@jest/globals'

const HEAD = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\n'
const FILES = {
  'error.yaml': `${HEAD}rules: [{level: None, verbs: ['*']}, {level: Metadata}]\n`,
  'warning.yaml': `${HEAD}rules: [{level: Metadata, resources: [{group: '', resources: [secrets]}]}]\n`,
  'refused.yaml': `${HEAD}rules: [{level: metadata}]\n`,
  'widgets.yaml': `${HEAD}rules: [{level: None, resources: [{group: example.com, resources: [widget]}]}, {level: Metadata}]\n`,
  'resources.txt':
    'NAME      SHORTNAMES   APIVERSION       NAMESPACED   KIND\nwidgets   wd           example.com/v1   false        Widget\n',
}

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lint-'))
})
beforeEach(() => {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(directory, name), text)
})
afterAll(() => rmSync(directory, { recursive: true }))

function lint(args: readonly string[], input = ''): { status: number | null; stdout: string; stderr: string } {
  const program = resolve('bin/audit-lab.js')
  return spawnSync(process.execPath, [program, 'lint', ...args], { cwd: directory, encoding: 'utf8', input })
}

describe('the exit status', () => {
  test.each([
    ['1 for an error', ['error.yaml'], 1],
    ['0 for a warning', ['warning.yaml'], 0],
    ['1 for a warning where that is asked', ['warning.yaml', '--fail-on', 'warning'], 1],
    ['2 for a refused policy', ['refused.yaml'], 2],
    ['2 for a file that is not there', ['none.yaml'], 2],
    ['2 for a severity that there is not', ['error.yaml', '--severity', 'bad'], 2],
    ['2 for resources that are none', ['error.yaml', '--resources', 'error.yaml'], 2],
    ['the worst of all files', ['warning.yaml', 'error.yaml', 'refused.yaml'], 2],
  ])('is %s', (_what, args, status) => {
    expect(lint(args).status).toBe(status)
  })
})

test('what is less severe is left out', () => {
  expect(lint(['warning.yaml', '--severity', 'error']).stdout).toBe('Nothing found in 1 file\n')
})

test('standard input is read, and not written', () => {
  expect(lint(['-'], FILES['error.yaml']).stdout).toContain('stdin:4:31: error')
  expect(lint(['-', '--fix'], FILES['error.yaml'])).toMatchObject({ status: 2 })
})

test('what is mended is found no more', () => {
  const { status, stdout } = lint(['--fix', 'refused.yaml'])
  expect(status).toBe(0)
  expect(stdout).not.toContain('misspelt-level')
  expect(readFileSync(join(directory, 'refused.yaml'), 'utf8')).toBe(`${HEAD}rules: [{level: Metadata}]\n`)
})

test('a file that cannot be mended is left as it is', () => {
  lint(['--fix', 'error.yaml'])
  expect(readFileSync(join(directory, 'error.yaml'), 'utf8')).toBe(FILES['error.yaml'])
})

test('resources of the user are known', () => {
  expect(lint(['widgets.yaml']).status).toBe(0)
  expect(lint(['widgets.yaml', '--resources', 'resources.txt']).stdout).toContain('write the plural, `widgets`')
})

test.each(['json', 'sarif', 'github'])('the findings are written as %s', (format) => {
  expect(lint(['error.yaml', '-o', format]).stdout).toContain('unknown-verb')
})

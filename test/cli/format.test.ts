import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

const HEADER = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n'
const LONG = `${HEADER}rules:\n  - level: Metadata\n    verbs: [get]\n  - level: Metadata\n`
const SHORT = `${HEADER}rules:\n  - level: Metadata\n`

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'format-'))
  for (const [name, text] of Object.entries({ 'long.yaml': LONG, 'short.yaml': SHORT }))
    writeFileSync(join(directory, name), text)
})
afterAll(() => rmSync(directory, { recursive: true }))

function format(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const program = resolve('bin/audit-lab.js')
  return spawnSync(process.execPath, [program, 'format', ...args], { cwd: directory, encoding: 'utf8' })
}

test('the shorter policy is printed, and the file is left alone', () => {
  const { status, stdout, stderr } = format('long.yaml')
  expect([status, stdout]).toEqual([0, SHORT])
  expect(stderr).toContain('1 rule and 0 items decide nothing')
  expect(readFileSync(join(directory, 'long.yaml'), 'utf8')).toBe(LONG)
})

test('--check fails for a policy that can be shorter, and writes nothing', () => {
  expect(format('--check', 'long.yaml')).toMatchObject({ status: 1, stdout: '' })
  expect(format('--check', 'short.yaml')).toMatchObject({ status: 0, stdout: '' })
  expect(readFileSync(join(directory, 'long.yaml'), 'utf8')).toBe(LONG)
})

test('--write writes the file, and not together with --check', () => {
  expect(format('--check', '--write', 'long.yaml').status).toBe(2)
  writeFileSync(join(directory, 'written.yaml'), LONG)
  expect(format('--write', 'written.yaml')).toMatchObject({ status: 0, stdout: '' })
  expect(readFileSync(join(directory, 'written.yaml'), 'utf8')).toBe(SHORT)
})

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'prove-'))
  const header = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n'
  const files = {
    'policy.yaml': `${header}rules: [{level: None, verbs: [get]}, {level: Metadata}]\n`,
    'refused.yaml': `${header}rules: [{level: All}]\n`,
    'holds.yaml': "requirements:\n- {id: secrets-stay-out, never: {level: '>=Request'}, of: {resources: [secrets]}}\n",
    'broken.yaml':
      "requirements:\n- {id: ok, never: {level: '>=Request'}}\n- {id: reads, clause: A 1, always: {level: '>=Metadata'}, of: {resources: [secrets]}}\n",
    'void.yaml':
      "requirements:\n- {id: nobody, always: {level: '>=Metadata'}, of: {users: ['system:anonymous'], userGroups: [dev]}}\n",
    'wrong.yaml': "requirements:\n- {id: x, always: {level: '>=Metadata'}, of: {verbs: [gat]}}\n",
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
})
afterAll(() => rmSync(directory, { recursive: true }))

function prove(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const program = resolve('bin/audit-lab.js')
  return spawnSync(process.execPath, [program, 'prove', ...args], { cwd: directory, encoding: 'utf8' })
}

test('what holds is exit status 0', () => {
  expect(prove('-p', 'policy.yaml', '-r', 'holds.yaml')).toMatchObject({
    status: 0,
    stdout: '✓ secrets-stay-out  holds.yaml:2\n1 of 1 requirement hold\n',
  })
})

test('what is broken is exit status 1, with the request and the rule', () => {
  const { status, stdout } = prove('-p', 'policy.yaml', '-r', 'holds.yaml', '-r', 'broken.yaml', '-o', 'json')
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    policy: 'policy.yaml',
    requirements: [
      { file: 'holds.yaml', status: 'holds', counterexample: null },
      { id: 'ok', status: 'holds' },
      {
        ...{ file: 'broken.yaml', line: 3, id: 'reads', clause: 'A 1', status: 'broken' },
        counterexample: { request: 'get secrets example in default, by jane', rule: 1, at: 'policy.yaml:3' },
      },
    ],
    exitStatus: 1,
  })
})

test('what asks for nothing does not hold', () => {
  const { status, stdout } = prove('-p', 'policy.yaml', '-r', 'void.yaml')
  expect(status).toBe(1)
  expect(stdout).toContain('no possible request is concerned')
})

test('a pack is known by its name', () => {
  expect(prove('-p', 'policy.yaml', '-r', 'cis').stdout).toContain('requirements/cis.yaml:8')
})

describe('what cannot be asked is exit status 2', () => {
  test.each([
    ['a policy that the server refuses', 'refused.yaml', 'holds.yaml', 'would refuse this policy'],
    ['requirements that are wrong', 'policy.yaml', 'wrong.yaml', 'wrong.yaml:2'],
    ['requirements that are not there', 'policy.yaml', 'none', 'none: there is no such file'],
  ])('%s', (_what, policy, requirements, message) => {
    const { status, stderr } = prove('-p', policy, '-r', requirements)
    expect(status).toBe(2)
    expect(stderr).toContain(message)
  })
})

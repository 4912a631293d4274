import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { RunResult } from '../../lib/run/result.js'

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'asked-'))
  mkdirSync(join(directory, 'suite'))
  const files = {
    'policy.yaml':
      'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- {level: None, verbs: [list]}\n- level: Metadata\n',
    'metadata.yaml': 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n',
    'holds.yaml': "requirements:\n- {id: secrets-stay-out, never: {level: '>=Request'}, of: {resources: [secrets]}}\n",
    'broken.yaml':
      "requirements:\n- {id: reads, clause: A 1, always: {level: '>=Metadata'}, of: {resources: [secrets]}}\n",
    'wrong.yaml': "requirements:\n- {id: x, always: {level: '>=Metadata'}, of: {verbs: [gat]}}\n",
    'suite/audit-lab.yaml':
      'policies: [../policy.yaml]\nscenarios: [builtin:secrets/secret-bodies.yaml]\nrequirements: [../broken.yaml]\n',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
})
afterAll(() => rmSync(directory, { recursive: true }))

interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function run(args: readonly string[], cwd = directory): Ran {
  const env = { ...process.env, CI: undefined, GITHUB_ACTIONS: undefined, AUDIT_LAB_QUIET: '1' }
  return spawnSync(process.execPath, [resolve('bin/audit-lab.js'), 'run', ...args], { cwd, env, encoding: 'utf8' })
}

const asked = (stdout: string): [string, string, number][] =>
  (JSON.parse(stdout) as RunResult).requirements.map(({ id, status, broken }) => [id, status, broken])

describe('run -r', () => {
  test('is exit status 0 when every request keeps the requirements', () => {
    const { status, stdout } = run(['-p', 'metadata.yaml', '-r', 'holds.yaml', 'secret-bodies', '-o', 'json'])
    expect([status, asked(stdout)]).toEqual([0, [['secrets-stay-out', 'held', 0]]])
  })

  test('names scenario, step and request of one that does not, and how to see it again', () => {
    const { status, stdout } = run(['-p', 'policy.yaml', '-r', 'broken.yaml', 'secrets-list-and-watch'])
    expect(status).toBe(1)
    expect(stdout).toMatch(/✗ secrets-list-and-watch › list › list secrets › reads\n {2}asked at {3}broken\.yaml:2\n/)
    expect(stdout).toContain('reads (A 1): left no Event.')
    expect(stdout).toMatch(/run again {2}audit-lab run --engine replay -p policy\.yaml -r broken\.yaml --run/)
    expect(stdout).toMatch(/policy: 0 of 1 requirement held; broken: reads by \d requests/)
  })

  test('takes packs by name', () => {
    const { stdout } = run(['-p', 'policy.yaml', '-r', 'no-secret-bodies', 'secret-bodies', '-o', 'json'])
    expect(asked(stdout).length).toBeGreaterThan(2)
  })

  test('is exit status 2 for requirements that cannot be used, with every problem', () => {
    const { status, stderr } = run(['-p', 'policy.yaml', '-r', 'wrong.yaml', '-r', 'holds.yaml'])
    expect(status).toBe(2)
    expect(stderr).toContain('wrong.yaml:2')
    expect(run(['-p', 'policy.yaml', '-r', 'none.yaml']).status).toBe(2)
  })
})

describe('the requirements of a suite', () => {
  test('are asked in every run, and -r adds to them', () => {
    const suite = join(directory, 'suite')
    const { status, stdout } = run(['-o', 'json'], suite)
    expect(status).toBe(1)
    expect(asked(stdout)).toMatchObject([['reads', 'broken', expect.any(Number)]])
    expect(asked(run(['-o', 'json', '-r', '../holds.yaml'], suite).stdout)).toMatchObject([
      ['reads', 'broken', expect.any(Number)],
      ['secrets-stay-out', 'held', 0],
    ])
  })
})

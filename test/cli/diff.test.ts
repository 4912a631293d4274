import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { DiffResult } from '../../lib/check/result.js'
import type { RunResult } from '../../lib/run/result.js'
import type { VolumeResult } from '../../lib/volume/result.js'

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'diff-'))
  const header = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n'
  const files = {
    'metadata.yaml': `${header}rules: [{level: Metadata}]\n`,
    'same.yaml': `${header}rules: [{level: Metadata, users: [jane]}, {level: Metadata, verbs: [get]}, {level: Metadata}]\n`,
    'silent.yaml': `${header}rules: [{level: None, verbs: [get]}, {level: Metadata}]\n`,
    'stages.yaml': `${header}omitStages: [RequestReceived]\nrules: [{level: Metadata}]\n`,
    'bodies.yaml': `${header}rules: [{level: Request}]\n`,
    'refused.yaml': `${header}rules: [{level: All}]\n`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
  const git = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], {
      cwd: directory,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(stderr)
  }
  git('init', '-q', '-b', 'main')
  git('add', '.')
  git('commit', '-q', '-m', 'policies')
})
afterAll(() => rmSync(directory, { recursive: true }))

function diff(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const program = resolve('bin/audit-lab.js')
  return spawnSync(process.execPath, [program, 'diff', ...args], { cwd: directory, encoding: 'utf8' })
}

test('policies that are written differently and decide alike are equal', () => {
  const { status, stdout } = diff('metadata.yaml', 'same.yaml')
  expect(status).toBe(0)
  expect(stdout).toContain('The policies are equal')
})

test.each([
  ['evidence lost', 'silent.yaml', 'get pods example in default, by jane: Metadata → None'],
  ['bodies gained', 'bodies.yaml', 'create pods in default, by jane: Metadata → Request'],
  ['less', 'stages.yaml', 'Metadata, with every stage → without RequestReceived'],
])('%s is a difference', (kind, file, words) => {
  const { status, stdout } = diff('metadata.yaml', file)
  expect(status).toBe(1)
  expect(stdout).toContain(kind)
  expect(stdout).toContain(words)
})

test('what was gained is lost the other way round', () => {
  expect(diff('silent.yaml', 'metadata.yaml').stdout).toMatch(/^more /)
  expect(diff('bodies.yaml', 'metadata.yaml').stdout).toMatch(/^less /)
})

test('only what is asked for counts', () => {
  expect(diff('--fail-on', 'bodies-gained', 'metadata.yaml', 'stages.yaml').status).toBe(0)
  expect(diff('--fail-on', 'bodies-gained', 'metadata.yaml', 'silent.yaml').status).toBe(1)
  expect(diff('--fail-on', 'evidence-lost', 'metadata.yaml', 'bodies.yaml').status).toBe(0)
})

test('a policy is taken out of git', () => {
  writeFileSync(join(directory, 'changed.yaml'), 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: None}]\n')
  expect(diff('git:main:metadata.yaml', 'same.yaml').status).toBe(0)
  expect(diff('git:HEAD:metadata.yaml', 'changed.yaml').stdout).toContain('git:HEAD:metadata.yaml:3')
})

test('JSON has both rules', () => {
  expect(JSON.parse(diff('-o', 'json', 'metadata.yaml', 'silent.yaml').stdout)).toMatchObject({
    ...{ schemaVersion: 1, before: 'metadata.yaml', after: 'silent.yaml' },
    differences: [
      {
        ...{ kind: 'evidence lost', request: 'get pods example in default, by jane' },
        before: { level: 'Metadata', rules: [{ rule: 1, at: 'metadata.yaml:3' }] },
        after: { level: 'None', rules: [{ rule: 1, at: 'silent.yaml:3' }] },
        rules: [{ before: 1, after: 1, request: 'get pods example in default, by jane' }],
      },
    ],
  })
})

describe('what was captured is counted under both policies', () => {
  type Counted = DiffResult['volume'][number]
  const recorded = ({ traffic }: Counted): boolean => traffic.endsWith('recorded scenarios')
  const policies = ['policies/gce-lineage.yaml', 'policies/recommended.yaml'].map((path) => resolve(path))
  const compared = (): DiffResult => JSON.parse(diff('-o', 'json', ...policies).stdout) as DiffResult

  test('as run counts it', () => {
    const args = [resolve('bin/audit-lab.js'), 'run', '-o', 'json', ...policies.flatMap((path) => ['-p', path])]
    const ran = JSON.parse(
      spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout,
    ) as RunResult
    const [before, after] = ran.policies.map(({ events, bytes }) => ({ events, bytes }))
    expect(compared().volume.find(recorded)).toMatchObject({ before, after, isAtLeast: false })
  })

  test('and each change among the differences is a part of the whole', () => {
    const { differences, volume } = compared()
    const parts = (differences ?? []).flatMap((one) => one.volume.filter(recorded))
    const change = (all: readonly Counted[]): number =>
      all.reduce((sum, one) => sum + one.after.bytes - one.before.bytes, 0)
    expect(parts.length).toBeGreaterThan(3)
    expect(change(parts)).toBe(change(volume.filter(recorded)))
  })

  test('a day of an idle and of a busy cluster too', () => {
    const { volume } = compared()
    expect(volume.map(({ traffic }) => traffic).slice(1)).toEqual([
      'an idle cluster in a day',
      'a busy cluster in a day',
    ])
    for (const { before, after } of volume) expect(before.bytes).not.toBe(after.bytes)
  })
})

describe('a log is counted too', () => {
  const log = resolve('test/audit/fixtures/projection/catch-all.log')
  test('as volume counts it', () => {
    const args = ['metadata.yaml', 'bodies.yaml', '-o', 'json', '--log', log]
    const { volume } = JSON.parse(diff(...args).stdout) as DiffResult
    const counted = spawnSync(
      process.execPath,
      [resolve('bin/audit-lab.js'), 'volume', log, '-p', 'metadata.yaml', '-p', 'bodies.yaml', '-o', 'json'],
      { cwd: directory, encoding: 'utf8' },
    )
    const [before, after] = (JSON.parse(counted.stdout) as VolumeResult).policies.map(({ events, bytes }) => ({
      events,
      bytes,
    }))
    expect(volume.at(-1)).toMatchObject({ traffic: '1 log file', before, after })
    expect(after?.bytes).toBeGreaterThan(before?.bytes ?? 0)
  })

  test('and one that is not there is exit status 2', () => {
    expect(diff('metadata.yaml', 'bodies.yaml', '--log', 'none.log').status).toBe(2)
  })
})

test('what changes alike around one rule is one difference', () => {
  const { differences } = JSON.parse(
    diff('-o', 'json', ...['policies/gce-lineage.yaml', 'policies/metadata-all.yaml'].map((path) => resolve(path)))
      .stdout,
  ) as DiffResult
  expect(differences?.map(({ kind, before }) => [kind, before.rules.map(({ rule }) => rule)])).toEqual([
    ['less', [10]],
    ['less', [11]],
    ['more', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['more', [9, 12]],
  ])
})

describe('what cannot be compared is exit status 2', () => {
  test.each([
    ['a policy that the server refuses', 'refused.yaml', 'would refuse this policy'],
    ['a revision that is not there', 'git:nowhere:metadata.yaml', 'git says'],
    ['a revision that looks like an option', 'git:--output=x:metadata.yaml', 'git says'],
  ])('%s', (_what, policy, message) => {
    const { status, stderr } = diff(policy, 'metadata.yaml')
    expect(status).toBe(2)
    expect(stderr).toContain(message)
  })
})

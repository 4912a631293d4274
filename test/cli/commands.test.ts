import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { auditLab } from '../live/support/audit-lab.js'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cli-'))
})
afterAll(() => rm(directory, { recursive: true }))

describe('--help', () => {
  test.each([
    ['audit-lab', [], 'Commands:'],
    ['run', ['run'], 'audit-lab run --engine kind -p policy.yaml --run secret-bodies'],
    ['cluster up', ['cluster', 'up'], 'audit-lab cluster up --name lab -p policy.yaml'],
    ['cluster down', ['cluster', 'down'], 'audit-lab cluster down --all'],
  ])('of %s goes to standard output', async (_, command, text) => {
    const ended = await auditLab([...command, '--help'])
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' })
    expect(ended.stdout).toContain(text)
  })

  test('names the exit statuses', async () => {
    expect((await auditLab(['--help'])).stdout).toContain('130 interrupted')
  })
})

describe('bad usage exits 2, with nothing on standard output', () => {
  test.each([
    ['a misspelt command, with the nearest', ['rum'], /unknown command 'rum'\n\(Did you mean run\?\)/],
    [
      'a misspelt option, with the nearest',
      ['run', '--polcy', 'x'],
      /unknown option '--polcy'\n\(Did you mean --policy\?\)/,
    ],
    ['an unknown engine', ['run', '--engine', 'kin'], /Allowed choices are .*kind/],
    ['an unknown format', ['run', '-o', 'xml'], /^audit-lab: --output xml: text or json is expected$/m],
    ['an unknown report', ['run', '--report', 'juint=x.xml'], /^audit-lab: .*juint/m],
    [
      'an unknown policy, with the known ones',
      ['run', '-p', 'nothin'],
      /no such policy: nothin\nPolicies of the suite: .*nothing/,
    ],
    [
      'an unknown scenario, with the known ones',
      ['run', 'secret-body'],
      /secret-body\nScenarios of the suite: .*secret-bodies/,
    ],
    ['cluster down without a name', ['cluster', 'down'], /name a cluster with --name, or take --all/],
  ])('%s', async (_, args, message) => {
    const ended = await auditLab(args)
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toMatch(message)
  })

  test('a scenario with mistakes, each at its place', async () => {
    const file = join(directory, 'wrong.yaml')
    await writeFile(
      file,
      `name: wrong
about: Two mistakes.
steps:
  - id: a
    persona: admin
    run: kubectl get pods
    expect:
      - {request: list pods, atleast: Metadata}
      - {request: lst pods}
`,
    )
    const ended = await auditLab(['run', file])
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toContain('wrong.yaml:8:30: ')
    expect(ended.stderr).toContain('atLeast')
  })

  test('--update where CI is set', async () => {
    const ended = await auditLab(['run', '--update', '-p', 'nothing'], { environment: { CI: 'true' } })
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toContain('--update is refused when CI is set')
  })

  test('--update of a shipped policy from a replay, since its cells check the evaluator', async () => {
    const ended = await auditLab(['run', '--update', '-p', 'nothing'])
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toContain('--update with the replay engine would write the shipped cells of nothing')
  })
})

test('--update of a policy of one’s own says that the cells are replayed', async () => {
  const policy = join(directory, 'own.yaml')
  await writeFile(policy, 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n')
  const args = ['run', 'secret-bodies', '-p', policy, '--update']
  const ended = await auditLab(args)
  expect(ended.stderr).toContain('cells written (replayed; --engine kind measures them): ')
  expect(await readFile(join(directory, 'own.cells.yaml'), 'utf8')).toContain('create secrets: {level: Metadata}')
  expect((await auditLab(['run', 'secret-bodies', '-p', policy])).exitCode).toBe(ended.exitCode)
})

test('schema --write makes the folder that it writes into', async () => {
  const folder = join(directory, 'new', 'schemas')
  expect(await auditLab(['schema', '--write', folder])).toMatchObject({ exitCode: 0, stderr: '' })
  expect(JSON.parse(await readFile(join(folder, 'scenario.json'), 'utf8'))).toHaveProperty('properties')
})

describe('results go to standard output, everything else to standard error', () => {
  const args = ['run', '--engine', 'replay', '-p', 'nothing', 'secret-bodies']

  test('as text', async () => {
    const { exitCode, stdout, stderr } = await auditLab(args)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^audit-lab {2}engine replay, /)
    expect(stdout).toMatch(/\d+ passed, 0 failed, 7 known weaknesses, .*\n$/)
    expect(stderr).not.toContain('passed')
  })

  test('as one line of JSON, and a report beside it', async () => {
    const report = join(directory, 'reports', 'junit.xml')
    const { stdout } = await auditLab([...args, '-o', 'json', '--report', `junit=${report}`])
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, engine: 'replay', summary: { exitStatus: 0 } })
    expect(await readFile(report, 'utf8')).toContain('<testsuite ')
  })

  test('without colour where nobody sees it', async () => {
    expect((await auditLab(args)).stdout).not.toContain('\u001b')
  })
})

test('a policy that differs from the cells that it is held to fails with the cell, both levels and the deciding rule', async () => {
  const policy = 'cks-configmaps=policies/cks-configmaps-as-published.yaml'
  const { exitCode, stdout } = await auditLab(['run', '--engine', 'replay', '-p', policy, 'configmap-bodies'])
  expect(exitCode).toBe(1)
  const [failure = ''] = /✗ configmap-bodies › create › create configmaps\n(?: {2}.*\n)+/.exec(stdout) ?? []
  expect(failure).toMatch(/expected +at least Metadata, Request in the cells file/)
  expect(failure).toMatch(/actual +Metadata/)
  expect(failure).toMatch(/cks-configmaps +rule 1, policies\/cks-configmaps-as-published\.yaml:9/)
})

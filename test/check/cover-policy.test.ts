import { resolve } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { diff } from '../../lib/analysis/diff.js'
import { mutantsOf } from '../../lib/analysis/mutants.js'
import { coverPolicy } from '../../lib/check/cover-policy.js'
import { noticing, recordedScenario, type RecordedScenario } from '../../lib/check/noticing.js'
import type { CoverageResult } from '../../lib/check/result.js'
import { readRecordings } from '../../lib/engine/replay/read-recordings.js'
import { replay } from '../../lib/engine/replay/replay.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { Policy } from '../../lib/policy/policy.js'
import { runResult } from '../../lib/run/run-result.js'
import { loadCells } from '../../lib/scenario/load-cells.js'
import { readScenarios } from '../../lib/scenario/read.js'

const TEXT = `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: None
    users: [system:nobody, jane]
    verbs: [list]
    resources:
      - group: ""
        resources: [secrets]
  - level: Metadata
    resources:
      - group: ""
        resources: [secrets, pods]
        resourceNames: [db, other]
      - group: apps
  - level: Request
    nonResourceURLs: [/healthz*]
  - level: Metadata
`
const CELLS = `secret-bodies:
  get:
    get secrets: {level: Metadata}
`

let scenarios: RecordedScenario[] = []
beforeAll(async () => {
  const files = ['secret-bodies', 'secrets-list-and-watch'].map((name) => resolve(`scenarios/secrets/${name}.yaml`))
  const read = await readScenarios(files)
  const recordings = await readRecordings(read)
  scenarios = read.map((scenario, at) => recordedScenario(scenario, recordings[at]!))
})

const loaded = loadPolicy(TEXT, 'prod.yaml')
const policy = 'policy' in loaded ? loaded.policy : (undefined as never)
const held = { name: 'prod', path: 'prod.yaml', text: TEXT, loaded, cells: null }
const pinned = { ...held, cells: loadCells(CELLS, 'prod.cells.yaml') }
const cover = (exercised = 0, noticed = 0): CoverageResult =>
  coverPolicy(policy, held, scenarios, { exercised, noticed })

describe('what requests exercise', () => {
  test('is counted for each rule and each item, with its line', () => {
    const found = cover().items.map(({ at, field, value, requests }) => [at, field, value, requests > 0])
    expect(found).toEqual([
      ['prod.yaml:4', 'rule', '', true],
      ['prod.yaml:5', 'users', 'system:nobody', false],
      ['prod.yaml:5', 'users', 'jane', true],
      ['prod.yaml:6', 'verbs', 'list', true],
      ['prod.yaml:9', 'resources', 'secrets', true],
      ['prod.yaml:10', 'rule', '', true],
      ['prod.yaml:13', 'resources', 'secrets', true],
      ['prod.yaml:13', 'resources', 'pods', false],
      ['prod.yaml:14', 'resourceNames', 'db', true],
      ['prod.yaml:14', 'resourceNames', 'other', false],
      ['prod.yaml:15', 'group', 'apps', false],
      ['prod.yaml:16', 'rule', '', false],
      ['prod.yaml:17', 'nonResourceURLs', '/healthz*', false],
      ['prod.yaml:18', 'rule', '', true],
    ])
    expect(cover().exercised).toEqual({ items: 8, of: 14, percent: 57 })
  })

  test('fails below a threshold, and not at it', () => {
    expect([cover(57).exitStatus, cover(58).exitStatus]).toEqual([0, 1])
    const { percent } = cover().mutants
    expect([cover(0, percent).exitStatus, cover(0, percent + 1).exitStatus]).toEqual([0, 1])
  })
})

/** Everything is run again, and everything that fails is compared. */
function isNoticed(changed: Policy, by: typeof held | typeof pinned): boolean {
  const failed = (of: Policy): string[] => {
    const ran = { policy: 'prod', loaded: 'strict' as const, message: null, background: null }
    const result = runResult({
      execution: {
        ...{ engine: 'replay', kubernetes: '' },
        policies: [{ ...ran, scenarios: scenarios.map(({ recording }) => replay(recording, of)) }],
      },
      scenarios: scenarios.map(({ scenario }) => scenario),
      policies: [{ ...by, loaded: { loaded: 'strict', policy: of, notes: [] } }],
      ...{ strict: false, failOnSkip: false, requirements: [], shard: null, how: 'replayed', rerun: () => '' },
    })
    const ids = result.scenarios.flatMap(({ results }) => results.filter(({ status }) => status === 'failed'))
    return [...ids.map(({ id }) => id), ...result.leaks.map(({ auditID, place }) => `${auditID} ${place}`)]
  }
  const before = new Set(failed(policy))
  return failed(changed).some((id) => !before.has(id))
}

describe('a change of the policy', () => {
  test.each([
    ['claims', held],
    ['pinned cells', pinned],
  ])('is noticed by %s where running everything again would notice it, and nowhere else', (_by, by) => {
    const notices = noticing(policy, by, scenarios)
    const mutants = mutantsOf(policy)
    const expected = mutants.map((one) => [one.rule, one.change, isNoticed(one.policy, by)])
    expect(mutants.map((one) => [one.rule, one.change, notices(one.policy)])).toEqual(expected)
    expect(new Set(expected.map(([, , is]) => is)).size).toBe(2)
  })

  test('that survives is shown with its line and a request that it decides otherwise', () => {
    expect(cover().survivors).toContainEqual({
      ...{ rule: 3, at: 'prod.yaml:16', change: 'dropped' },
      ...{ request: 'get /healthz, by jane', before: 'Request', after: 'Metadata' },
    })
    expect(cover().survivors.map(({ rule, change }) => `${rule} ${change}`)).not.toContain('4 dropped')
  })

  test('that changes nothing does not count', () => {
    // Rule 2 decides as rule 4 does.
    const { mutants, survivors } = cover()
    const all = mutantsOf(policy)
    const same = all.filter((one) => diff(policy, one.policy)?.length === 0)
    expect(mutants).toMatchObject({ of: all.length - same.length, equivalent: same.length })
    expect(same.map(({ rule, change }) => `${rule + 1} ${change}`)).toContain('2 dropped')
    expect(survivors.map(({ rule, change }) => `${rule} ${change}`)).not.toContain('2 dropped')
  })
})

test('each rule is dropped, swapped, widened in each way, and moved by a level', () => {
  const changes = mutantsOf(policy).map(({ rule, path, change }) => `${rule + 1} ${path.join('.')} ${change}`)
  expect(changes).toEqual([
    '1  dropped',
    '1  swapped with rule 2',
    '1 users for any user',
    '1 verbs for any verb',
    '1 resources for any resource',
    '1 resources.0.resources for all of the core group',
    '1 level level Metadata in place of None',
    '2  dropped',
    '2  swapped with rule 3',
    '2 resources for any resource',
    '2 resources.0.resourceNames for any name',
    '2 level level None in place of Metadata',
    '2 level level Request in place of Metadata',
    '3  dropped',
    '3  swapped with rule 4',
    '3 nonResourceURLs for any path',
    '3 level level Metadata in place of Request',
    '3 level level RequestResponse in place of Request',
    '4  dropped',
    '4 level level None in place of Metadata',
    '4 level level Request in place of Metadata',
  ])
})

import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Execution, PolicyExecution } from '../../lib/engine/execution.js'
import { readRecordings } from '../../lib/engine/replay/read-recordings.js'
import type { Recording } from '../../lib/engine/replay/recording.js'
import { replay } from '../../lib/engine/replay/replay.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { JudgedPolicy } from '../../lib/run/case.js'
import type { RunInput } from '../../lib/run/judge-run.js'
import type { RunResult } from '../../lib/run/result.js'
import { runResult } from '../../lib/run/run-result.js'
import { loadCells } from '../../lib/scenario/load-cells.js'
import { readScenarios } from '../../lib/scenario/read.js'
import type { Scenario } from '../../lib/scenario/scenario.js'
import { policyFile } from '../policy/arbitrary-policy.js'

const FILES = [
  'access/timeouts',
  'access/denied-and-unauthenticated',
  'controllers/static-pod',
  'secrets/secret-bodies',
]
  .concat(['subresources/serviceaccounts-token', 'users/who-created-the-pod', 'verbs/errors'])
  .map((name) => `scenarios/${name}.yaml`)
const POLICIES = ['cks-configmaps', 'everything', 'gke', 'metadata-all', 'nothing', 'openshift-default', 'panic-only']

let scenarios: readonly Scenario[] = []
let recordings: readonly Recording[] = []

beforeAll(async () => {
  scenarios = await readScenarios(FILES)
  recordings = await readRecordings(scenarios)
})

/** A replay of the policies; `taken` is how each gets its recordings. */
function executionOf(policies: readonly JudgedPolicy[], taken: (recording: Recording) => Recording): Execution {
  return {
    engine: 'replay',
    kubernetes: 'v1.34.4',
    policies: policies.flatMap(({ name, loaded }): PolicyExecution[] => {
      if (loaded.loaded === 'refused') return []
      const ran = recordings.map((recording) => replay(taken(recording), loaded.policy))
      return [{ policy: name, loaded: 'strict', message: null, scenarios: ran, background: null }]
    }),
  }
}

function judged(policies: readonly JudgedPolicy[], execution: Execution, change: Partial<RunInput> = {}): RunResult {
  return runResult({
    ...{
      execution,
      scenarios,
      policies,
      strict: true,
      failOnSkip: false,
      requirements: [],
      shard: null,
      how: 'replayed',
    },
    rerun: (scenario, policy) => `audit-lab run ${scenario} -p ${policy}`,
    ...change,
  })
}

/** Judged with everything that policies can share, and with copies for each, so that nothing can be shared. */
function bothWays(policies: readonly JudgedPolicy[]): { readonly shared: RunResult; readonly apart: RunResult } {
  return {
    shared: judged(
      policies,
      executionOf(policies, (recording) => recording),
    ),
    apart: judged(policies, executionOf(policies, structuredClone<Recording>)),
  }
}

function policy(name: string, text: string, cells: string | null = null): JudgedPolicy {
  const pinned = cells === null ? null : loadCells(cells, `${name}.cells.yaml`)
  return { name, path: `${name}.yaml`, text, loaded: loadPolicy(text, `${name}.yaml`), cells: pinned }
}

const read = (path: string): string => readFileSync(path, 'utf8')
const rules = (...lines: string[]): string =>
  `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n${lines.map((line) => `  - ${line}\n`).join('')}`

describe('a policy among others is judged as one that shares nothing', () => {
  test('with the shipped policies and their cells', () => {
    const shipped = POLICIES.map((name) =>
      policy(name, read(`policies/${name}.yaml`), read(`policies/${name}.cells.yaml`)),
    )
    const { shared, apart } = bothWays(shipped)
    expect(shared).toEqual(apart)
    expect(shared.summary.passed).toBeGreaterThan(100)
  })

  test('with the cells of another policy, so that cells fail', () => {
    const wrong = POLICIES.map((name, index) => {
      const other = POLICIES[(index + 1) % POLICIES.length] ?? name
      return policy(name, read(`policies/${name}.yaml`), read(`policies/${other}.cells.yaml`))
    })
    const { shared, apart } = bothWays(wrong)
    expect(shared).toEqual(apart)
    expect(shared.summary.failed).toBeGreaterThan(100)
  })

  test('with any policies', () => {
    const property = fc.property(fc.array(policyFile, { minLength: 2, maxLength: 4 }), (files) => {
      const loaded = files
        .map((text, index) => policy(`p${index}`, text))
        .filter((one) => one.loaded.loaded !== 'refused')
      const { shared, apart } = bothWays(loaded)
      expect(shared).toEqual(apart)
    })
    fc.assert(property, { numRuns: 12 })
  })
})

describe('policies that make the same of every request', () => {
  const plain = policy('plain', rules('level: Metadata'))
  const longer = policy('longer', rules('{level: None, users: [nobody]}', 'level: Metadata'))
  const omitting = policy('omitting', rules('{level: Metadata, omitStages: [RequestReceived]}'))

  test('share what an engine says of a scenario, and others do not', () => {
    const [one, same, other] = executionOf([plain, longer, omitting], (recording) => recording).policies
    expect(same?.scenarios[0]).toBe(one?.scenarios[0])
    expect(other?.scenarios[0]).not.toBe(one?.scenarios[0])
  })

  test('keep rules of their own', () => {
    const policies = [plain, longer]
    const { scenarios: found, policies: volumes } = judged(
      policies,
      executionOf(policies, (recording) => recording),
    )
    const results = found.flatMap(({ results }) => results)
    const rulesUnder = (name: string) => new Set(results.filter((one) => one.policy === name).map(({ rule }) => rule))
    expect(rulesUnder('plain')).toEqual(new Set([1]))
    expect(rulesUnder('longer')).toEqual(new Set([2]))
    expect(results.find(({ policy }) => policy === 'longer')?.ruleAt).toBe('longer.yaml:5')
    expect(volumes.map(({ byRule }) => byRule.map(({ rule }) => rule))).toEqual([[1], [2]])
  })

  test('are told of a broken promise by rules of their own', () => {
    const policies = [
      policy('plain', rules('level: Request')),
      policy('longer', rules('{level: None, users: [nobody]}', 'level: Request')),
    ]
    // Both get what a policy at Metadata would have left.
    const left = executionOf([plain], (recording) => recording).policies[0]?.scenarios ?? []
    const execution = executionOf(policies, (recording) => recording)
    const wrong = { ...execution, policies: execution.policies.map((one) => ({ ...one, scenarios: left })) }
    const results = judged(policies, wrong).scenarios.flatMap(({ results }) => results)
    const failed = results.filter(({ how }) => how === 'replayed')
    expect(failed.length).toBeGreaterThan(20)
    const whysUnder = (name: string) => failed.filter((one) => one.policy === name).map(({ why }) => why)
    expect(
      whysUnder('plain').every((why) => why?.includes('Its Events carry Metadata, but rule 1 decides Request.')),
    ).toBe(true)
    expect(
      whysUnder('longer').every((why) => why?.includes('Its Events carry Metadata, but rule 2 decides Request.')),
    ).toBe(true)
  })

  test('are held apart where only one of them keeps what it promises', () => {
    const policies = [plain, policy('richer', rules('level: Request'))]
    const left = executionOf([plain], (recording) => recording).policies[0]?.scenarios ?? []
    const execution = executionOf(policies, (recording) => recording)
    const same = { ...execution, policies: execution.policies.map((one) => ({ ...one, scenarios: left })) }
    const results = judged(policies, same).scenarios.flatMap(({ results }) => results)
    const broken = results.filter(({ why }) => why?.includes('but rule 1 decides Request'))
    expect(new Set(broken.map(({ policy }) => policy))).toEqual(new Set(['richer']))
  })
})

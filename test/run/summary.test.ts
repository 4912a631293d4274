import { describe, expect, test } from '@jest/globals'
import { runResult } from '../../lib/run/run-result.js'
import type { Leak, PolicyResult, Result, Status } from '../../lib/run/result.js'
import { summarize } from '../../lib/run/summary.js'
import type { Findings } from '../../lib/run/summary.js'
import { runOf, step, under } from './support.js'

const SAMPLE = runResult(
  runOf({
    scenario: 'steps:\n  - {id: create, run: kubectl create, expect: [{request: create secrets, atMost: Metadata}]}\n',
    rules: 'rules:\n  - level: RequestResponse',
    steps: (policy) => [step('create', [under(policy, 'secret-data')])],
  }),
)
const [LEAK] = SAMPLE.leaks as [Leak]
const [POLICY] = SAMPLE.policies as [PolicyResult]
const RESULT = SAMPLE.scenarios[0]?.results[0] as Result

function statusOf(statuses: readonly Status[], change: Partial<Findings> = {}): number {
  const results = statuses.map((status): Result => ({ ...RESULT, status }))
  return summarize({
    policies: [POLICY],
    results,
    leaks: [],
    unclaimed: [],
    matchedNothing: 0,
    failOnSkip: false,
    isPart: false,
    ...change,
  }).exitStatus
}

describe('the exit status', () => {
  test.each<[string, number, number]>([
    ['is 0 when all passed', statusOf(['passed', 'passed']), 0],
    ['is 0 with known weaknesses and skips', statusOf(['passed', 'weakness', 'skipped']), 0],
    ['is 1 when something failed', statusOf(['passed', 'failed']), 1],
    ['is 1 for a leak', statusOf(['passed'], { leaks: [LEAK] }), 1],
    ['is 0 for a leak that is admitted', statusOf(['weakness'], { leaks: [{ ...LEAK, why: 'Known.' }] }), 0],
    [
      'is 1 for a policy that is loaded leniently',
      statusOf(['passed'], { policies: [{ ...POLICY, loaded: 'lenient' }] }),
      1,
    ],
    [
      'is 2 for a refused policy beside a failure',
      statusOf(['failed'], { policies: [POLICY, { ...POLICY, loaded: 'refused' }] }),
      2,
    ],
    ['is 2 when every policy is refused', statusOf([], { policies: [{ ...POLICY, loaded: 'refused' }] }), 2],
    ['is 2 when a claim covers nothing', statusOf(['failed'], { matchedNothing: 1 }), 2],
    ['is 2 when nothing was selected', statusOf([]), 2],
    ['is 2 without a policy', statusOf([], { policies: [] }), 2],
    ['is 3 for an unknown beside everything else', statusOf(['failed', 'unknown'], { matchedNothing: 1 }), 3],
    ['is 3 when everything was skipped', statusOf(['skipped', 'skipped']), 3],
    ['is 0 for a shard in which everything was skipped', statusOf(['skipped'], { isPart: true }), 0],
    ['is 0 for a shard without scenarios', statusOf([], { isPart: true, policies: [] }), 0],
    ['is 2 for a whole run without scenarios', statusOf([]), 2],
    ['is 3 for one skip when skips fail', statusOf(['passed', 'skipped'], { failOnSkip: true }), 3],
  ])('%s', (_when, actual, expected) => {
    expect(actual).toBe(expected)
  })
})

test('results are counted by their status, leaks without those that are admitted', () => {
  const statuses: Status[] = ['passed', 'passed', 'failed', 'weakness', 'skipped', 'unknown']
  const summary = summarize({
    policies: [POLICY],
    results: statuses.map((status) => ({ ...RESULT, status })),
    leaks: [LEAK, { ...LEAK, why: 'Known.' }],
    unclaimed: [{ scenario: 'a', step: 'b', policy: 'p', request: 'get pods', count: 3, actual: 'None' }],
    matchedNothing: 0,
    failOnSkip: false,
    isPart: false,
  })
  expect(summary).toEqual({
    passed: 2,
    failed: 1,
    weaknesses: 1,
    skipped: 1,
    unknown: 1,
    leaks: 1,
    unclaimed: 3,
    refused: 0,
    lenient: 0,
    matchedNothing: 0,
    exitStatus: 3,
  })
})

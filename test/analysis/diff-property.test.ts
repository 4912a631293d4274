import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { diff, type Difference } from '../../lib/analysis/diff.js'
import { mergeDifferences } from '../../lib/check/merge-differences.js'
import { evaluate } from '../../lib/policy/evaluate.js'
import type { Decision } from '../../lib/policy/policy.js'
import { policies as assuming, REQUESTS } from './vocabulary.js'

const RUNS = Number(process.env['PROVE_RUNS'] ?? 60)

/** Nothing is assumed of users here, so that no policy may name the one of whom the small world assumes something. */
const policies = assuming.map((policy) => ({
  ...policy,
  rules: policy.rules.map((rule) => ({
    ...rule,
    users: rule.users.map((user) => (user === 'assumed' ? 'alice' : user)),
  })),
}))

/** What of a decision can be told by the log. */
function visible({ level, omitStages, omitManagedFields }: Decision): string {
  if (level === 'None' || omitStages.length === 4) return 'nothing'
  return JSON.stringify([level, omitStages, level === 'Metadata' || omitManagedFields])
}

const pairWords = ({ before, after }: Difference): string => pairOf(before, after)
const pairOf = (before: Decision, after: Decision): string => `${String(before.rule)} ${String(after.rule)}`

test('two policies differ in the pairs of rules that trying every request of a small world shows', () => {
  const seen = { equal: 0, different: 0 }
  const changed = fc.oneof(
    fc.tuple(policies, policies),
    // Mostly alike, as two versions of a policy are.
    fc.tuple(policies, fc.nat()).map(([policy, n]) => {
      const rules = policy.rules.filter((_, index) => index !== n % (policy.rules.length + 1))
      return [policy, { ...policy, rules }] as const
    }),
  )
  fc.assert(
    fc.property(changed, ([before, after]) => {
      const expected = new Set<string>()
      for (const request of REQUESTS) {
        const [was, is] = [evaluate(before, request), evaluate(after, request)]
        if (visible(was) !== visible(is)) expected.add(pairOf(was, is))
      }
      const found = diff(before, after)
      seen[expected.size === 0 ? 'equal' : 'different'] += 1
      expect(new Set(found?.map((one) => pairOf(one.before, one.after)))).toEqual(expected)
      // Merged, every pair is there once, and changes as the others beside it do.
      const merged = mergeDifferences(found ?? [])
      expect(merged.flat().map(pairWords).sort()).toEqual((found ?? []).map(pairWords).sort())
      for (const group of merged) {
        expect(new Set(group.map((one) => `${one.kind} ${visible(one.before)} ${visible(one.after)}`)).size).toBe(1)
        const rules = [new Set(group.map((one) => one.before.rule)), new Set(group.map((one) => one.after.rule))]
        expect(Math.min(...rules.map((one) => one.size))).toBe(1)
      }
      for (const { request, before: was, after: is } of found ?? []) {
        expect([evaluate(before, request), evaluate(after, request)]).toEqual([was, is])
        expect(visible(was)).not.toBe(visible(is))
      }
    }),
    { numRuns: RUNS },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS / 30)
})

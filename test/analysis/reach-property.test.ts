import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { requestDecidedBy, rulesThatShadow } from '../../lib/analysis/reach.js'
import { evaluate } from '../../lib/policy/evaluate.js'
import type { Policy } from '../../lib/policy/policy.js'
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

/** The rules that decide some request, found by trying every one of a small world. */
function deciding(policy: Policy): Set<number> {
  return new Set(REQUESTS.map((request) => (evaluate(policy, request).rule ?? policy.rules.length + 1) - 1))
}

test('a rule decides something exactly when trying every request of a small world says so', () => {
  const seen = { decides: 0, shadowed: 0 }
  fc.assert(
    fc.property(policies, (policy) => {
      const decides = deciding(policy)
      for (let rule = 0; rule <= policy.rules.length; rule++) {
        const found = requestDecidedBy(policy, rule)
        expect(found !== null).toBe(decides.has(rule))
        if (found === null) seen.shadowed += 1
        else if (found !== 'undecided') {
          seen.decides += 1
          expect(evaluate(policy, found).rule ?? policy.rules.length + 1).toBe(rule + 1)
        }
      }
    }),
    { numRuns: RUNS },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS / 30)
})

test('the rules that shadow a rule do so, and none of them in vain', () => {
  fc.assert(
    fc.property(policies, (policy) => {
      for (const rule of policy.rules.keys()) {
        const by = rulesThatShadow(policy, rule)
        if (by === null || by === 'undecided') continue
        const isDead = (shadows: readonly number[]): boolean => {
          const rules = [...shadows, rule].flatMap((index) => policy.rules[index] ?? [])
          return !deciding({ ...policy, rules }).has(rules.length - 1)
        }
        expect(isDead(by)).toBe(true)
        for (const one of by) expect(isDead(by.filter((other) => other !== one))).toBe(false)
      }
    }),
    { numRuns: Math.ceil(RUNS / 6) },
  )
})

import type { Policy } from '../../policy/policy.js'
import { policyRule } from '../rule.js'
import { shadowsOf } from '../shadows.js'
import { rulePlace } from '../subject.js'
import { listOf, ruleWords } from '../words.js'

/** @see https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy */
export const shadowedRule = policyRule({
  id: 'shadowed-rule',
  severity: 'error',
  why: 'The first rule that matches decides. Every request that this rule matches is decided before it, and otherwise.',
  check: (policy, subject) =>
    shadowsOf(policy)
      .filter(({ isSame }) => !isSame)
      .map(({ rule, by }) => ({
        at: rulePlace(subject, rule),
        message: `this rule never decides anything: ${shadowWords(policy, by)} ${by.length === 1 ? 'takes' : 'together take'} all that it matches`,
      })),
})

/** `rule 1 (None, line 5)`. */
export function shadowWords(policy: Policy, by: readonly number[]): string {
  if (by.length > 3) return ruleWords(by)
  return listOf(
    by.map((one) => {
      const { level, line } = policy.rules[one] ?? { level: 'None', line: 1 }
      return `rule ${one + 1} (${level}, line ${line})`
    }),
  )
}

import { partsOf, type RulePart } from '../../analysis/parts.js'
import { requestDecidedBy, requestMatching, rulesThatShadow } from '../../analysis/reach.js'
import type { Policy, PolicyRule } from '../../policy/policy.js'
import { policyRule } from '../rule.js'
import { decideAlike, shadowsOf } from '../shadows.js'
import { placeOf } from '../subject.js'
import { code } from '../words.js'
import { shadowWords } from './shadowed-rule.js'

export const shadowedEntry = policyRule({
  id: 'shadowed-entry',
  severity: 'warning',
  why: 'The rule decides other requests, but all that this item adds is decided before it, and otherwise.',
  check: (policy, subject) => {
    const dead = new Set(shadowsOf(policy).map(({ rule }) => rule))
    return policy.rules.flatMap((rule, index) => {
      if (dead.has(index)) return []
      return partsOfLists(rule).flatMap(({ value, path, part }) => {
        const rules = [...policy.rules.slice(0, index), part]
        const narrowed: Policy = { ...policy, rules }
        if (requestDecidedBy(narrowed, index) !== null || requestMatching(part) === null) return []
        const by = rulesThatShadow(narrowed, index)
        if (by === null || by === 'undecided' || by.every((one) => decideAlike(policy, policy.rules[one], rule)))
          return []
        const message = `${code(value)} has no effect here: ${shadowWords(policy, by)} ${by.length === 1 ? 'takes' : 'together take'} all of it`
        return [{ at: placeOf(subject, ['rules', index, ...path]), message }]
      })
    })
  },
})

/** An item that is alone in its list is no part: what is said of it is said of the rule. */
function partsOfLists(rule: PolicyRule): RulePart[] {
  const parts = partsOf(rule).filter(({ field }) => field !== 'resourceNames')
  const isResource = ({ field }: RulePart): boolean => field === 'resources' || field === 'group'
  return parts.filter(
    (one) => parts.filter((other) => other.field === one.field || (isResource(one) && isResource(other))).length > 1,
  )
}

import { requestDecidedBy, requestMatching, rulesThatShadow } from '../../analysis/reach.js'
import type { Policy, PolicyRule } from '../../policy/policy.js'
import { policyRule } from '../rule.js'
import { decideAlike, shadowsOf } from '../shadows.js'
import { placeOf, type Path } from '../subject.js'
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
      return partsOf(rule).flatMap(({ value, path, part }) => {
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

interface Part {
  readonly value: string
  /** Within the rule. */
  readonly path: Path
  /** The rule with this item alone. */
  readonly part: PolicyRule
}

/** A rule cut into one for each item of a list; an item that is alone in its list is no part. */
function partsOf(rule: PolicyRule): Part[] {
  const lists = (['users', 'userGroups', 'verbs', 'namespaces', 'nonResourceURLs'] as const).flatMap((field) =>
    rule[field].map((value, index) => ({ value, path: [field, index], part: { ...rule, [field]: [value] } })),
  )
  const items = rule.resources.flatMap((entry, at) =>
    entry.resources.map((value, index) => ({
      value,
      path: ['resources', at, 'resources', index],
      part: { ...rule, resources: [{ ...entry, resources: [value] }] },
    })),
  )
  const groups = rule.resources.flatMap((entry, at) =>
    entry.resources.length > 0
      ? []
      : [{ value: entry.group, path: ['resources', at], part: { ...rule, resources: [entry] } }],
  )
  return [
    ...lists.filter(({ path: [field] }) => rule[field as 'users'].length > 1),
    ...[...items, ...groups].filter((_, __, all) => all.length > 1),
  ]
}

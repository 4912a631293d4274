import type { PolicyRule } from '../policy/policy.js'

export type PartField =
  'users' | 'userGroups' | 'verbs' | 'namespaces' | 'nonResourceURLs' | 'resources' | 'resourceNames' | 'group'

/** One item of a rule's lists. */
export interface RulePart {
  readonly field: PartField
  readonly value: string
  /** Where it stands within the rule. */
  readonly path: readonly (string | number)[]
  /** The rule with this item alone in its list. */
  readonly part: PolicyRule
}

/** A rule cut into one for each item of each list. An entry of `resources` that names only its group is one item. */
export function partsOf(rule: PolicyRule): RulePart[] {
  const lists = (['users', 'userGroups', 'verbs', 'namespaces', 'nonResourceURLs'] as const).flatMap((field) =>
    rule[field].map((value, index) => ({ field, value, path: [field, index], part: { ...rule, [field]: [value] } })),
  )
  const entries = rule.resources.flatMap((entry, at): RulePart[] => {
    const path = ['resources', at]
    if (entry.resources.length === 0) {
      return [{ field: 'group', value: entry.group, path, part: { ...rule, resources: [entry] } }]
    }
    return (['resources', 'resourceNames'] as const).flatMap((field) =>
      entry[field].map((value, index) => ({
        ...{ field, value, path: [...path, field, index] },
        part: { ...rule, resources: [{ ...entry, [field]: [value] }] },
      })),
    )
  })
  return [...lists, ...entries]
}

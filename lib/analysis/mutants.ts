import { LEVELS } from '../audit/level.js'
import type { GroupResources, Policy, PolicyRule } from '../policy/policy.js'

/** A policy with one thing changed that somebody might change by mistake. */
export interface Mutant {
  /** The rule that was changed, counted from 0. */
  readonly rule: number
  /** Where the change is, within the rule. */
  readonly path: readonly (string | number)[]
  /** `dropped`, `level None in place of Metadata`. */
  readonly change: string
  readonly policy: Policy
}

/** Each rule dropped, swapped with the next one, without one of its lists, and one level up and down. */
export function mutantsOf(policy: Policy): Mutant[] {
  return policy.rules.flatMap((rule, index) => {
    const { rules } = policy
    const mutant = (change: string, path: Mutant['path'], changed: readonly PolicyRule[]): Mutant => ({
      ...{ rule: index, path, change },
      policy: { ...policy, rules: changed },
    })
    const instead = (other: PolicyRule): PolicyRule[] => rules.map((one, at) => (at === index ? other : one))
    const next = rules[index + 1]
    const swapped = rules.map((one, at) => (at === index ? (next ?? one) : at === index + 1 ? rule : one))
    return [
      mutant(
        'dropped',
        [],
        rules.filter((_, at) => at !== index),
      ),
      ...(next === undefined ? [] : [mutant(`swapped with rule ${index + 2}`, [], swapped)]),
      ...widened(rule).map(([change, path, other]) => mutant(change, path, instead(other))),
      ...nextLevels(rule).map((level) =>
        mutant(`level ${level} in place of ${rule.level}`, ['level'], instead({ ...rule, level })),
      ),
    ]
  })
}

function nextLevels({ level }: PolicyRule): PolicyRule['level'][] {
  const at = LEVELS.indexOf(level)
  return [LEVELS[at - 1], LEVELS[at + 1]].filter((one) => one !== undefined)
}

type Widened = readonly [change: string, path: Mutant['path'], rule: PolicyRule]

const ANY = {
  ...{ users: 'any user', userGroups: 'any group', verbs: 'any verb', namespaces: 'any namespace' },
  ...{ nonResourceURLs: 'any path', resources: 'any resource' },
} as const

function widened(rule: PolicyRule): Widened[] {
  const lists = (['users', 'userGroups', 'verbs', 'namespaces', 'nonResourceURLs', 'resources'] as const).flatMap(
    (field): Widened[] => (rule[field].length === 0 ? [] : [[`for ${ANY[field]}`, [field], { ...rule, [field]: [] }]]),
  )
  const entries = rule.resources.flatMap((entry, at): Widened[] => {
    const instead = (other: GroupResources): PolicyRule => ({
      ...rule,
      resources: rule.resources.map((one, index) => (index === at ? other : one)),
    })
    const path = ['resources', at]
    const group = entry.group === '' ? 'the core group' : entry.group
    return [
      ...(entry.resourceNames.length === 0
        ? []
        : [[`for any name`, [...path, 'resourceNames'], instead({ ...entry, resourceNames: [] })] as const]),
      // Validation wants a resource beside names.
      ...(entry.resources.length === 0 || entry.resourceNames.length > 0
        ? []
        : [[`for all of ${group}`, [...path, 'resources'], instead({ ...entry, resources: [] })] as const]),
    ]
  })
  return [...lists, ...entries]
}

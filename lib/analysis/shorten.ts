import type { Policy, PolicyRule } from '../policy/policy.js'
import { anyDifference } from './diff.js'
import { partsOf } from './parts.js'

type Path = readonly (string | number)[]

/** A way to write a policy shorter. Rules count from 0, in the policy as the steps before have left it. */
export type Shortening =
  | { readonly kind: 'rule'; readonly rule: number }
  /** The item at a path within a rule goes. */
  | { readonly kind: 'item'; readonly rule: number; readonly path: Path }
  /** What stands in a list of `from` goes to the end of the same list of `rule`, and `from` goes. */
  | { readonly kind: 'merge'; readonly rule: number; readonly from: number; readonly field: MergedField }

export type MergedField = (typeof FIELDS)[number]
const FIELDS = ['users', 'userGroups', 'verbs', 'namespaces', 'nonResourceURLs', 'resources'] as const

export interface Shortened {
  readonly policy: Policy
  readonly steps: readonly Shortening[]
}

/** Steps that one pair of rules may take: there is a question for each item, and leaving one in is no mistake. */
const LIMIT = 2_000

/**
 * The same policy with fewer rules and items: every step leaves each possible request decided alike, which is proven, so what
 * would take too much work to prove is left as it is.
 */
export function shorten(policy: Policy): Shortened {
  const steps: Shortening[] = []
  let now = policy
  const attempt = (step: Shortening, changed: Policy, only?: number): boolean => {
    if (anyDifference(now, changed, { only, limit: LIMIT }) !== null) return false
    now = changed
    steps.push(step)
    return true
  }
  for (let rule = now.rules.length - 1; rule >= 0; rule--) {
    // A server refuses a policy without rules.
    if (now.rules.length > 1) attempt({ kind: 'rule', rule }, without(now, rule), rule)
  }
  for (const rule of now.rules.keys()) removeItems(() => now, rule, attempt)
  for (let from = now.rules.length - 1; from > 0; from--) {
    for (let rule = from - 1; rule >= 0; rule--) {
      const field = mergedField(now.rules[rule], now.rules[from])
      if (field === null) continue
      if (attempt({ kind: 'merge', rule, from, field }, merged(now, rule, from, field))) break
    }
  }
  return { policy: now, steps }
}

type Attempt = (step: Shortening, changed: Policy, only: number) => boolean

/** From the last item on, so that the paths of those before stay what they are. */
function removeItems(policy: () => Policy, rule: number, attempt: Attempt): void {
  const before = policy().rules[rule]
  if (before === undefined) return
  for (const { path } of partsOf(before).reverse()) {
    const own = policy().rules[rule]
    const changed = own === undefined ? null : withoutItem(own, path)
    if (changed === null) continue
    const rules = policy().rules.map((one, at) => (at === rule ? changed : one))
    attempt({ kind: 'item', rule, path }, { ...policy(), rules }, rule)
  }
}

/** Null where nothing would be left in the list: that means everything. */
function withoutItem(rule: PolicyRule, path: Path): PolicyRule | null {
  const [field, index, inner, at] = path
  const drop = <T>(list: readonly T[], item: unknown): T[] => list.filter((_, place) => place !== item)
  if (field !== 'resources') {
    const list = rule[field as Exclude<MergedField, 'resources'>]
    return list.length < 2 ? null : { ...rule, [String(field)]: drop(list, index) }
  }
  const entry = rule.resources[Number(index)]
  if (entry === undefined) return null
  if (inner === undefined) {
    return rule.resources.length < 2 ? null : { ...rule, resources: drop(rule.resources, index) }
  }
  const list = entry[inner as 'resources' | 'resourceNames']
  if (list.length < 2) return null
  const changed = { ...entry, [inner]: drop(list, at) }
  return { ...rule, resources: rule.resources.map((one, place) => (place === index ? changed : one)) }
}

/** The only list in which two rules differ; null when they differ elsewhere, in more, or one of them asks for nothing there. */
function mergedField(one: PolicyRule | undefined, other: PolicyRule | undefined): MergedField | null {
  if (one === undefined || other === undefined) return null
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
  const isAlike = (['level', 'omitStages', 'omitManagedFields'] as const).every((key) => same(one[key], other[key]))
  const [field, ...others] = FIELDS.filter((key) => !same(one[key], other[key]))
  if (!isAlike || field === undefined || others.length > 0) return null
  return one[field].length === 0 || other[field].length === 0 ? null : field
}

function merged(policy: Policy, rule: number, from: number, field: MergedField): Policy {
  const rules = policy.rules.map((one, at) =>
    at === rule ? { ...one, [field]: [...one[field], ...(policy.rules[from]?.[field] ?? [])] } : one,
  )
  return without({ ...policy, rules }, from)
}

function without(policy: Policy, rule: number): Policy {
  return { ...policy, rules: policy.rules.filter((_, at) => at !== rule) }
}

import { requestMatching, rulesThatShadow } from '../analysis/reach.js'
import type { Policy, PolicyRule } from '../policy/policy.js'
import type { Stage } from '../audit/level.js'

/** A rule that never decides anything, with those before it that take all it would match. Rules count from 0. */
export interface Shadow {
  readonly rule: number
  readonly by: readonly number[]
  /** They decide just as it would. */
  readonly isSame: boolean
}

const known = new WeakMap<Policy, readonly Shadow[]>()

/** Every rule of a policy that could match something, and never does. */
export function shadowsOf(policy: Policy): readonly Shadow[] {
  const found = known.get(policy) ?? policy.rules.flatMap((_, rule) => shadowOf(policy, rule))
  known.set(policy, found)
  return found
}

function shadowOf(policy: Policy, rule: number): Shadow[] {
  const own = policy.rules[rule]
  const by = rulesThatShadow(policy, rule)
  if (own === undefined || by === null || by === 'undecided' || requestMatching(own) === null) return []
  return [{ rule, by, isSame: by.every((one) => decideAlike(policy, policy.rules[one], own)) }]
}

/** Whether two rules make the same of a request. */
export function decideAlike(policy: Policy, one: PolicyRule | undefined, other: PolicyRule): boolean {
  if (one?.level !== other.level) return false
  if (one.level === 'None') return true
  const managed = (rule: PolicyRule): boolean => rule.omitManagedFields ?? policy.omitManagedFields
  const stages = (rule: PolicyRule): Stage[] => [...new Set([...policy.omitStages, ...rule.omitStages])].sort()
  return managed(one) === managed(other) && stages(one).join() === stages(other).join()
}

import type { Attributes } from '../audit/attributes.js'
import { STAGES } from '../audit/level.js'
import type { Stage } from '../audit/level.js'
import { firstMismatch } from './match.js'
import type { Decision, Policy } from './policy.js'

/**
 * What a policy makes of a request: the first rule that matches decides. There is no scoring and no merging; without a
 * match the level is None.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/audit/policy/checker.go, EvaluatePolicyRule
 */
export function evaluate(policy: Policy, request: Attributes): Decision {
  const { ofRules, ofNone } = known.get(policy) ?? remember(policy)
  const { rules } = policy
  // A plain loop: a log of a million Events asks this a million times for each policy.
  for (let index = 0; index < rules.length; index++) {
    const rule = rules[index]
    if (rule !== undefined && firstMismatch(rule, request) === null) return ofRules[index] ?? ofNone
  }
  return ofNone
}

interface Decisions {
  readonly ofRules: readonly Decision[]
  readonly ofNone: Decision
}

/** A policy has one decision for each rule, so they are made once. */
const known = new WeakMap<Policy, Decisions>()

function remember(policy: Policy): Decisions {
  const made = make(policy)
  known.set(policy, made)
  return made
}

function make({ rules, omitStages, omitManagedFields }: Policy): Decisions {
  return {
    ofRules: rules.map((rule, index) => ({
      level: rule.level,
      rule: index + 1,
      omitStages: union(omitStages, rule.omitStages),
      omitManagedFields: rule.omitManagedFields ?? omitManagedFields,
    })),
    ofNone: { level: 'None', rule: null, omitStages: union(omitStages, []), omitManagedFields },
  }
}

/** A rule adds to the policy's stages and cannot take one back. */
function union(a: readonly Stage[], b: readonly Stage[]): Stage[] {
  return STAGES.filter((stage) => a.includes(stage) || b.includes(stage))
}

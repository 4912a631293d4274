import type { Attributes } from '../audit/attributes.js'
import { STAGES } from '../audit/level.js'
import type { Stage } from '../audit/level.js'
import { firstMismatch } from './match.js'
import type { Decision, Policy, PolicyRule } from './policy.js'

/**
 * What a policy makes of a request: the first rule that matches decides. There is no scoring and no merging; without a
 * match the level is None.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/audit/policy/checker.go, EvaluatePolicyRule
 */
export function evaluate(policy: Policy, request: Attributes): Decision {
  const { ofRules, ofNone } = known.get(policy) ?? remember(policy)
  for (const { rule, decision } of ofRules) if (firstMismatch(rule, request) === null) return decision
  return ofNone
}

interface Decisions {
  readonly ofRules: readonly { readonly rule: PolicyRule; readonly decision: Decision }[]
  readonly ofNone: Decision
}

/** A policy has one decision for each rule. They are made once, since a log of a million Events asks a million times. */
const known = new WeakMap<Policy, Decisions>()

function remember(policy: Policy): Decisions {
  const made = make(policy)
  known.set(policy, made)
  return made
}

function make({ rules, omitStages, omitManagedFields }: Policy): Decisions {
  return {
    ofRules: rules.map((rule, index) => ({
      rule,
      decision: {
        level: rule.level,
        rule: index + 1,
        // A rule adds to the policy's stages and cannot take one back.
        omitStages: inOrder([...omitStages, ...rule.omitStages]),
        omitManagedFields: rule.omitManagedFields ?? omitManagedFields,
      },
    })),
    ofNone: { level: 'None', rule: null, omitStages: inOrder(omitStages), omitManagedFields },
  }
}

/** Each stage once. */
function inOrder(stages: readonly Stage[]): Stage[] {
  return STAGES.filter((stage) => stages.includes(stage))
}

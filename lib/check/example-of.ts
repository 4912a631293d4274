import type { Attributes } from '../audit/attributes.js'
import { requestWords } from '../audit/request-words.js'
import type { Decision, Policy } from '../policy/policy.js'
import type { Example } from './result.js'

/** A request with what becomes of it, in words. */
export function exampleOf(
  found: { readonly request: Attributes; readonly decision: Decision; readonly why: string },
  place: RulePlace,
): Example {
  const { request, decision, why } = found
  return { request: requestWords(request), why, rule: decision.rule, at: place(decision.rule) }
}

/** file:line of a rule; of the policy when no rule matched. */
export type RulePlace = (rule: number | null) => string

export function rulePlace(policy: Policy, path: string): RulePlace {
  return (rule) => `${path}:${(rule === null ? undefined : policy.rules[rule - 1]?.line) ?? 1}`
}

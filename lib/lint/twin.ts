import { requestDecidedBy } from '../analysis/reach.js'
import type { Attributes } from '../audit/attributes.js'
import type { Decision, Policy } from '../policy/policy.js'
import { evaluate } from '../policy/evaluate.js'
import type { Selector } from '../requirement/requirement.js'

/** A request that a rule decides, changed a little, and what becomes of it then; null when the rule decides no such one. */
export function twinOf(
  policy: Policy,
  rule: number,
  of: Selector,
  change: Partial<Attributes>,
): { readonly request: Attributes; readonly decision: Decision } | null {
  const own = requestDecidedBy(policy, rule, { of })
  if (own === null || own === 'undecided') return null
  const request = { ...own, ...change }
  return { request, decision: evaluate(policy, request) }
}

import type { Attributes } from '../audit/attributes.js'
import { evaluate } from '../policy/evaluate.js'
import { firstMismatch } from '../policy/match.js'
import type { Policy, PolicyRule } from '../policy/policy.js'
import type { Selector } from '../requirement/requirement.js'
import { concerns } from '../requirement/select.js'
import { everyRequest, narrow, type Box } from './box.js'
import { Budget } from './budget.js'
import { conditionsOfRule, conditionsOfSelector, type Condition } from './condition.js'
import { isPossible } from './possible.js'
import { searchOutside } from './search.js'
import { simplify } from './simplify.js'

/** Steps that one question may take; see prove.ts. */
const LIMIT = 50_000

const known = new WeakMap<PolicyRule, readonly Condition[]>()

/** A long policy is asked about each rule in front of each other one. */
export function conditionsOf(rule: PolicyRule): readonly Condition[] {
  const conditions = known.get(rule) ?? conditionsOfRule(rule)
  known.set(rule, conditions)
  return conditions
}

/** Which requests are asked for: those that a selector means, and that a rule matches. */
interface Question {
  readonly of?: Selector
  readonly matching?: PolicyRule
}

/**
 * A simple request which a rule decides: it matches, and no rule before it does. Null when there is none. `rule` counts from
 * 0; the number of rules asks for a request that no rule matches.
 */
export function requestDecidedBy(
  policy: Policy,
  rule: number,
  { of = {}, matching }: Question = {},
  limit = LIMIT,
): Attributes | 'undecided' | null {
  const own = policy.rules[rule]
  const wanted = own === undefined ? [{}] : conditionsOf(own)
  const earlier = policy.rules.slice(0, rule).flatMap(conditionsOf)
  const selected = conditionsOfSelector(of)
  const matched = matching === undefined ? [{}] : conditionsOf(matching)
  const budget = new Budget(limit)
  const starts = [...everyRequest(true), ...everyRequest(false)]
  const boxes = [wanted, selected, matched].reduce(narrowed, starts)
  for (const box of boxes) {
    const found = searchOutside(box, earlier, {}, budget)
    if (budget.isSpent) return 'undecided'
    if (found === null) continue
    const number = own === undefined ? null : rule + 1
    return simplify(found, (request) => {
      const isMeant = concerns({ of, except: [] }, request) && (matching === undefined || matches(matching, request))
      return isMeant && isPossible(request, {}) && evaluate(policy, request).rule === number
    })
  }
  return null
}

/** The parts of boxes that meet one of the conditions. */
export function narrowed(boxes: readonly Box[], conditions: readonly Condition[]): Box[] {
  return boxes.flatMap((box) => conditions.flatMap((condition) => narrow(box, condition, {}) ?? []))
}

function matches(rule: PolicyRule, request: Attributes): boolean {
  return firstMismatch(rule, request) === null
}

/** A possible request that a rule matches, whatever stands before it; null when nothing can ever match it. */
export function requestMatching(rule: PolicyRule): Attributes | 'undecided' | null {
  return requestDecidedBy({ rules: [rule], omitStages: [], omitManagedFields: false }, 0)
}

/**
 * The rules before a rule that together leave it no request, none of them in vain; null when the rule decides some. `rule`
 * counts from 0, and so does what is returned.
 */
export function rulesThatShadow(policy: Policy, rule: number): number[] | 'undecided' | null {
  const own = policy.rules[rule]
  const decided = requestDecidedBy(policy, rule)
  if (own === undefined || decided !== null) return decided === 'undecided' ? decided : null
  let needed = policy.rules.slice(0, rule).flatMap((_, index) => (meet(policy, index, rule) ? [index] : []))
  for (const index of [...needed].reverse()) {
    const others = needed.filter((one) => one !== index)
    const rules = [...others, rule].flatMap((one) => policy.rules[one] ?? [])
    if (requestDecidedBy({ ...policy, rules }, rules.length - 1) === null) needed = others
  }
  return needed
}

function meet({ rules }: Policy, one: number, other: number): boolean {
  const [first, second] = [rules[one], rules[other]]
  if (first === undefined || second === undefined) return false
  const starts = [...everyRequest(true), ...everyRequest(false)]
  return [first, second].map(conditionsOf).reduce(narrowed, starts).length > 0
}

import type { Attributes } from '../audit/attributes.js'
import { compareLevels, STAGES } from '../audit/level.js'
import { evaluate } from '../policy/evaluate.js'
import type { Decision, Policy } from '../policy/policy.js'
import { everyRequest } from './box.js'
import { Budget } from './budget.js'
import { isPossible } from './possible.js'
import { conditionsOf, narrowed } from './reach.js'
import { searchOutside } from './search.js'
import { simplify } from './simplify.js'

/** Requests that a rule of the one policy and a rule of the other decide, and not alike. */
export interface Difference {
  /** The simplest of them. */
  readonly request: Attributes
  readonly before: Decision
  readonly after: Decision
  readonly kind: DifferenceKind
}

/** From the worst on. */
export const DIFFERENCE_KINDS = ['evidence lost', 'bodies gained', 'less', 'more'] as const
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number]

/** Steps that one pair of rules may take; see prove.ts. */
const LIMIT = 100_000

/**
 * Every way in which two policies differ: each request that they decide differently is decided by one of these pairs of
 * rules. Null when that takes more work than the limit. No difference means that the policies are equal.
 */
export function diff(before: Policy, after: Policy, limit = LIMIT): Difference[] | null {
  const found: Difference[] = []
  for (const one of differences(before, after, limit)) {
    if (one === 'undecided') return null
    found.push(one)
  }
  return found.sort((a, b) => DIFFERENCE_KINDS.indexOf(a.kind) - DIFFERENCE_KINDS.indexOf(b.kind))
}

/**
 * One way in which two policies differ; null when they are equal. `only` asks for requests that this rule of the first one
 * decides, counted from 0: enough where nothing but that rule was left out or made to match less.
 */
export function anyDifference(
  before: Policy,
  after: Policy,
  { only, limit = LIMIT }: { readonly only?: number | undefined; readonly limit?: number } = {},
): Difference | 'undecided' | null {
  for (const one of differences(before, after, limit, only)) return one
  return null
}

function* differences(
  before: Policy,
  after: Policy,
  limit: number,
  only?: number,
): Generator<Difference | 'undecided'> {
  for (let one = only ?? 0; one <= (only ?? before.rules.length); one++) {
    for (let other = 0; other <= after.rules.length; other++) {
      const budget = new Budget(limit)
      const request = decidedByBoth([before, one], [after, other], budget)
      if (budget.isSpent) yield 'undecided'
      if (request === null) continue
      const [was, is] = [evaluate(before, request), evaluate(after, request)]
      yield { request, before: was, after: is, kind: kindOf(was, is) }
    }
  }
}

/** A policy and one of its rules, counted from 0; the number of rules stands for none of them. */
type Chosen = readonly [Policy, number]

function decidedByBoth(before: Chosen, after: Chosen, budget: Budget): Attributes | null {
  if (isAlike(decisionOf(before), decisionOf(after))) return null
  const own = [before, after].map(([{ rules }, index]) => {
    const rule = rules[index]
    return rule === undefined ? [{}] : conditionsOf(rule)
  })
  const boxes = own.reduce(narrowed, [...everyRequest(true), ...everyRequest(false)])
  if (boxes.length === 0) return null
  const earlier = [before, after].flatMap(([{ rules }, index]) => rules.slice(0, index).flatMap(conditionsOf))
  for (const box of boxes) {
    const found = searchOutside(box, earlier, {}, budget)
    if (budget.isSpent) return null
    if (found === null) continue
    const isOfBoth = (request: Attributes): boolean =>
      [before, after].every(
        ([policy, rule]) => (evaluate(policy, request).rule ?? policy.rules.length + 1) === rule + 1,
      )
    return simplify(found, (request) => isPossible(request, {}) && isOfBoth(request))
  }
  return null
}

type Shape = Pick<Decision, 'level' | 'omitStages' | 'omitManagedFields'>

function decisionOf([policy, rule]: Chosen): Shape {
  const own = policy.rules[rule]
  const stages = [...policy.omitStages, ...(own?.omitStages ?? [])]
  return {
    level: own?.level ?? 'None',
    omitStages: STAGES.filter((stage) => stages.includes(stage)),
    omitManagedFields: own?.omitManagedFields ?? policy.omitManagedFields,
  }
}

/** Whether nobody could tell the two by the log. */
function isAlike(before: Shape, after: Shape): boolean {
  if (logsNothing(before) || logsNothing(after)) return logsNothing(before) === logsNothing(after)
  const hasBodies = compareLevels(after.level, 'Request') >= 0
  return (
    before.level === after.level &&
    before.omitStages.join() === after.omitStages.join() &&
    (!hasBodies || before.omitManagedFields === after.omitManagedFields)
  )
}

function logsNothing({ level, omitStages }: Shape): boolean {
  return level === 'None' || omitStages.length === STAGES.length
}

function kindOf(before: Shape, after: Shape): DifferenceKind {
  const loses = (stage: Shape['omitStages'][number]): boolean =>
    after.omitStages.includes(stage) && !before.omitStages.includes(stage)
  if (logsNothing(after) || (!logsNothing(before) && loses('ResponseComplete'))) return 'evidence lost'
  const levels = logsNothing(before) ? 1 : compareLevels(after.level, before.level)
  if (levels > 0) return compareLevels(after.level, 'Request') >= 0 ? 'bodies gained' : 'more'
  if (levels < 0 || STAGES.some(loses)) return 'less'
  return after.omitManagedFields && !before.omitManagedFields ? 'less' : 'more'
}

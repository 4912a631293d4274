import type { Attributes } from '../audit/attributes.js'
import { usualStages } from '../audit/usual-stages.js'
import { evaluate } from '../policy/evaluate.js'
import type { Decision, Policy } from '../policy/policy.js'
import { breach } from '../requirement/judge.js'
import type { Assumptions, Requirement } from '../requirement/requirement.js'
import { concerns, type Region } from '../requirement/select.js'
import { Budget } from './budget.js'
import { findRequest, type Wanted } from './find.js'
import { isPossible } from './possible.js'
import { simplify } from './simplify.js'

/** A requirement under a policy, decided for every possible request. */
export type Proof =
  | { readonly status: 'holds' }
  | { readonly status: 'broken'; readonly counterexample: Counterexample }
  /** The work it would take is past the limit. */
  | { readonly status: 'undecided' }
  /** No possible request is concerned: the requirement asks for nothing. */
  | { readonly status: 'void' }

export interface Counterexample {
  readonly request: Attributes
  readonly decision: Decision
  /** What becomes of it: `leaves no Event`. */
  readonly why: string
}

/** Steps that one question may take; a step cuts one box, and a second has about a million. */
const LIMIT = 200_000

/** Decides whether every possible request keeps a requirement. Never says `holds` for want of time. */
export function prove(
  policy: Policy,
  requirement: Pick<Requirement, 'demand' | 'of' | 'except'>,
  assume: Assumptions = {},
  limit = LIMIT,
): Proof {
  const { demand } = requirement
  const broken = example(policy, requirement, (shape, stages) => breach(demand, stages, shape) !== null, assume, limit)
  if (broken === 'undecided') return { status: 'undecided' }
  if (broken !== null) {
    const decision = evaluate(policy, broken)
    const why = breach(demand, usualStages({ attributes: broken }), decision)
    return { status: 'broken', counterexample: { request: broken, decision, why: why ?? '' } }
  }
  const concerned = example(policy, requirement, () => true, assume, limit)
  if (concerned === 'undecided') return { status: 'undecided' }
  return { status: concerned === null ? 'void' : 'holds' }
}

/** A simple request of a region of which a policy decides what is wanted; null when there is none. */
export function example(
  policy: Policy,
  region: Region,
  wanted: Wanted,
  assume: Assumptions = {},
  limit = LIMIT,
): Attributes | 'undecided' | null {
  const budget = new Budget(limit)
  const found = findRequest(policy, region, wanted, assume, budget)
  if (found === null) return budget.isSpent ? 'undecided' : null
  const holds = (request: Attributes): boolean =>
    isPossible(request, assume) &&
    concerns(region, request) &&
    wanted(evaluate(policy, request), usualStages({ attributes: request }))
  if (!holds(found)) throw new Error(`the search found a request that is none: ${JSON.stringify(found)}`)
  return simplify(found, holds)
}

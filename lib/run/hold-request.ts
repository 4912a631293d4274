import { compareLevels } from '../audit/level.js'
import { isLongRunning } from '../audit/long-running.js'
import { missingStages } from '../audit/usual-stages.js'
import type { Demand } from '../requirement/requirement.js'
import { outcomeOf } from './cell.js'
import type { ObservedRequest } from './observe.js'

/** What the record of a request says of a requirement. */
export type Held =
  | { readonly status: 'held'; readonly why: null }
  | { readonly status: 'broken'; readonly why: string }
  /** The record does not tell. */
  | { readonly status: 'unknown'; readonly why: string }

const HELD: Held = { status: 'held', why: null }

/**
 * Holds what is on record of a request to what a requirement demands, by the Events alone: what rules say is for `prove`. A
 * stage that the request did not pass, such as Panic, is not missed.
 */
export function holdRequest(demand: Demand, request: ObservedRequest): Held {
  const { cell, events, attributes, decision } = request
  const { level } = cell
  if (level === null) return unknown(cell.unknown ?? 'nothing is known of the request')
  if (demand.kind === 'never') {
    return compareLevels(level, demand.level) >= 0 ? broken(`logged at ${level}`) : HELD
  }
  if (compareLevels(level, demand.level) < 0) {
    return broken(level === 'None' ? 'left no Event' : `logged at ${level} only`)
  }
  const omitStages = decision?.omitStages ?? []
  if (outcomeOf(events, request, omitStages) === null) {
    return broken(`no outcome on record: the last Event is ${events.at(-1)?.stage ?? 'missing'}`)
  }
  const missing = missingStages(attributes, cell.stages)
  // The stream may be open, or the policy may have left out its end.
  if (decision === null && isLongRunning(attributes) && missing.includes('ResponseComplete')) {
    return unknown('whether the stream has ended cannot be told, as the policy cannot be evaluated')
  }
  const wanted = demand.stages.filter((stage) => missing.includes(stage))
  const [first] = wanted
  if (first === undefined) return HELD
  const isOmitted = wanted.some((stage) => omitStages.includes(stage))
  return isOmitted || !isLongRunning(attributes)
    ? broken(`on record without ${wanted.join(', ')}`)
    : unknown(`the stream had not come to ${first} when the log was read`)
}

function broken(why: string): Held {
  return { status: 'broken', why }
}

function unknown(why: string): Held {
  return { status: 'unknown', why }
}

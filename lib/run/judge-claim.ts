import type { AuditEvent } from '../audit/event.js'
import { compareLevels } from '../audit/level.js'
import type { Claim } from '../scenario/schema.js'
import { finalEvent, outcomeOf } from './cell.js'
import { describeMismatch, matchEvent } from './match-event.js'
import type { ObservedRequest } from './observe.js'

/** The part of a claim that is about each request. */
export type Bounds = Pick<Claim, 'atLeast' | 'atMost' | 'event' | 'stage'>

/** In what a request breaks a claim: one sentence each, none when it holds. The request's cell must be known. */
export function breaches(claim: Bounds, request: ObservedRequest): string[] {
  return [...tooLittle(claim, request), ...tooMuch(claim, request), ...otherEvent(claim, request)]
}

/** The Event that a claim is held against; null when it is not on record. */
export function judgedEvent({ stage }: Bounds, { events }: ObservedRequest): AuditEvent | null {
  return stage === undefined ? finalEvent(events) : (events.findLast((event) => event.stage === stage) ?? null)
}

function tooLittle({ atLeast }: Bounds, request: ObservedRequest): string[] {
  const level = request.cell.level ?? 'None'
  if (atLeast === undefined || atLeast === 'None') return []
  if (compareLevels(level, atLeast) < 0) {
    const found = level === 'None' ? `left no Event${omitted(request)}` : `logged at ${level}`
    return [`${found}, expected at least ${atLeast}`]
  }
  const { events, decision } = request
  const omitStages = decision?.omitStages ?? []
  if (outcomeOf(events, request, omitStages) !== null) return []
  const reason = omitStages.includes('ResponseComplete')
    ? 'the policy omits ResponseComplete'
    : `its last Event is ${events.at(-1)?.stage ?? 'missing'}`
  return [`no outcome on record: ${reason}`]
}

/** A level above None without a stage that is written logs nothing: that deserves to be said. */
function omitted({ decision }: ObservedRequest): string {
  if (decision === null || decision.level === 'None' || decision.omitStages.length === 0) return ''
  return ` (the policy decides ${decision.level}, but omits ${decision.omitStages.join(', ')})`
}

function tooMuch({ atMost }: Bounds, { cell }: ObservedRequest): string[] {
  if (atMost === undefined || cell.level === null || compareLevels(cell.level, atMost) <= 0) return []
  return [`logged at ${cell.level}, expected at most ${atMost}`]
}

/** A claimed Event is only held against Events that exist: whether there must be any is for atLeast to say. */
function otherEvent(claim: Bounds, request: ObservedRequest): string[] {
  const { event: expected, stage } = claim
  if (expected === undefined || request.events.length === 0) return []
  const event = judgedEvent(claim, request)
  if (event !== null)
    return matchEvent(expected, event).map((mismatch) => `${event.stage}: ${describeMismatch(mismatch)}`)
  const isOmitted = stage !== undefined && request.decision?.omitStages.includes(stage)
  return isOmitted ? [] : [`no Event of stage ${stage ?? ''}, expected one that matches`]
}

import type { AuditEvent } from '../audit/event.js'
import { compareLevels } from '../audit/level.js'
import type { Level, Stage } from '../audit/level.js'
import { isLongRunning } from '../audit/long-running.js'
import type { Passage } from './stages.js'

/** What a policy made of a request. */
export interface MeasuredCell {
  /** The level that its Events carry, None when there are none; null when unknown. */
  readonly level: Level | null
  readonly stages: readonly Stage[]
  /** Why nothing can be said of the request, else null. */
  readonly unknown: string | null
}

/** What tells that a request without Events was audited at None, and not missed. */
export interface Trace {
  readonly echoed: boolean
  readonly upgraded: boolean
  readonly unknown: string | null
}

export function cellOf(events: readonly AuditEvent[], trace: Trace): MeasuredCell {
  const stages = events.map(({ stage }) => stage)
  if (trace.unknown !== null) return { level: null, stages, unknown: trace.unknown }
  // The server sends the Audit-Id back even at None, but not with an upgrade.
  if (events.length === 0 && !trace.echoed && !trace.upgraded) {
    return { level: null, stages, unknown: 'not audited: it left no Event, and the server sent no Audit-Id back' }
  }
  // They all carry the same; should they not, a broken promise says so, and the most counts.
  const level = events.map((event) => event.level).reduce((a, b) => (compareLevels(a, b) >= 0 ? a : b), 'None')
  return { level, stages, unknown: null }
}

/** Which cell this is among those of requests with the same description. */
export function cellKey({ level, stages, unknown }: MeasuredCell): string {
  return JSON.stringify([level, stages, unknown])
}

/**
 * The Event that says how the request ended; null when none is on record. A stream that is still open has none but its
 * start.
 */
export function outcomeOf(
  events: readonly AuditEvent[],
  { attributes }: Passage,
  omitStages: readonly Stage[],
): AuditEvent | null {
  const ended = events.findLast(({ stage }) => stage === 'ResponseComplete' || stage === 'Panic')
  if (ended !== undefined) return ended
  const started = events.findLast(({ stage }) => stage === 'ResponseStarted')
  const isOpen = isLongRunning(attributes) && !omitStages.includes('ResponseComplete')
  return started !== undefined && (attributes.user === null || isOpen) ? started : null
}

/** The Event of the last stage on record; null when there is none. */
export function finalEvent(events: readonly AuditEvent[]): AuditEvent | null {
  const order: readonly Stage[] = ['Panic', 'ResponseComplete', 'ResponseStarted', 'RequestReceived']
  for (const stage of order) {
    const event = events.findLast((candidate) => candidate.stage === stage)
    if (event !== undefined) return event
  }
  return null
}

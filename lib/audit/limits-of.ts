import type { Attributes } from './attributes.js'
import { bodyLimits, managedFieldsLimit } from './body-limits.js'
import type { CapturedEvent, CapturedRequest } from './captured-request.js'
import type { FoundLimit, Taken } from './found-limit.js'
import { isLongRunning } from './long-running.js'
import type { Shape } from './project.js'
import { stageLimits } from './stage-limits.js'

/**
 * What the Events of one request cannot tell of the same request under a policy that makes this of it. Empty when the
 * projection of these Events is all that such a policy would have logged, byte for byte.
 *
 * `blocking-strict` and Events that a backend lost leave nothing to be found in an Event: of a capture that is not
 * complete, requests may be missing altogether.
 */
export function limitsOf(captured: CapturedRequest, wanted: Shape, taken: Taken): FoundLimit[] {
  const { attributes, events } = captured
  if (attributes === null) return [{ limit: 'never-logged', certain: true }]
  // Whose Events these are must be known before anything can be said of them, even None.
  if (captured.mixed || captured.repeated) return doubleLimits(attributes, captured)
  if (wanted.level === 'None') return []
  const kept = events.filter(({ stage }) => !wanted.omitStages.includes(stage))
  const found = kept.flatMap((event) => eventLimits(event, attributes, wanted, taken))
  return withoutRepeats([...stageLimits(attributes, captured, wanted, taken), ...found])
}

/** Where the Events may be those of several requests. */
function doubleLimits(attributes: Attributes, { events, mixed }: CapturedRequest): FoundLimit[] {
  const received = events.filter(({ stage }) => stage === 'RequestReceived').length
  const isWatch = !mixed && received < 2 && isLongRunning(attributes)
  if (!isWatch) return [{ limit: 'reused-audit-id', certain: true }]
  const doubt: FoundLimit = { limit: 'watch-events-twice', certain: false }
  // One RequestReceived is of one request; without any there may have been two.
  return received === 1 ? [doubt] : [doubt, { limit: 'reused-audit-id', certain: false }]
}

function eventLimits(event: CapturedEvent, attributes: Attributes, wanted: Shape, taken: Taken): FoundLimit[] {
  // Nothing is known of bodies yet, nor of latencies.
  if (event.stage === 'RequestReceived') return []
  const latency: FoundLimit[] = event.latency ? [{ limit: 'latency-annotations', certain: true }] : []
  return [
    ...latency,
    ...bodyLimits(event, attributes, wanted, taken),
    ...managedFieldsLimit(event, attributes, wanted, taken),
  ]
}

/** Each limit once; what one Event leaves open another may show. */
function withoutRepeats(found: FoundLimit[]): FoundLimit[] {
  return [...new Set(found.map(({ limit }) => limit))].map((limit) => ({
    limit,
    certain: found.some((one) => one.limit === limit && one.certain),
  }))
}

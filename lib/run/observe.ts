import { attributesOfEvent, attributesOfRequest } from '../audit/attributes-of.js'
import type { Attributes } from '../audit/attributes.js'
import { capturedRequest, type CapturedRequest } from '../audit/captured-request.js'
import { describeRequest } from '../audit/describe.js'
import type { AuditEvent } from '../audit/event.js'
import { whyUnknown, type FoundLimit, type Taken } from '../audit/found-limit.js'
import { limitsOf } from '../audit/limits-of.js'
import { projectLine, shapeKey, type Shape } from '../audit/project.js'
import type { ComponentRequest, TracedRequest } from '../engine/execution.js'
import { cellOf } from './cell.js'
import type { MeasuredCell } from './cell.js'
import { refusedTimeout } from '../audit/refused-timeout.js'
import { once } from '../util/once.js'

/** A request with all that its lines and its trace tell. */
export interface ReadRequest {
  readonly auditID: string
  /** In the words that claims use. */
  readonly description: string
  /** Null for a component's, which is known from its Events alone. */
  readonly method: string | null
  readonly target: string
  readonly status: number | null
  readonly attributes: Attributes
  /** Each Event beside its line of the log. */
  readonly lines: readonly string[]
  readonly events: readonly AuditEvent[]
  readonly cell: MeasuredCell
  /** What the Events that it was projected from cannot tell; none for what a lane wrote itself. */
  readonly limits: readonly FoundLimit[]
}

/** A request under every policy that makes the same of it. Which rule decided is each policy's own. */
export interface ObservedRequest extends ReadRequest {
  /** Null when the policy cannot be evaluated. */
  readonly decision: Shape | null
}

/** A request that the proxy traced. `persona` is the user that it had, should no Event tell. */
export function observe(traced: TracedRequest, persona: Attributes['user']): ReadRequest {
  const known = knownOf(traced)
  // Its Events tell the user, whatever is assumed.
  const key = traced.lines.length > 0 ? '' : JSON.stringify(persona)
  const read = known.get(key) ?? readRequest(traced, persona)
  known.set(key, read)
  return read
}

/** A replay gives the same request to every policy that makes the same of it, so it is read once. */
const knownOf = once<TracedRequest, Map<string, ReadRequest>>(() => new Map())

function readRequest(traced: TracedRequest, persona: Attributes['user']): ReadRequest {
  const { auditID, method, target, status, lines } = traced
  const events = lines.map(parse)
  const [first] = events
  const anonymous = attributesOfRequest(method, target, null)
  const unauthenticated = status === 401 || refusedTimeout(status, target, anonymous)
  const assumed = unauthenticated ? null : persona
  const attributes = { ...anonymous, user: first === undefined ? assumed : attributesOfEvent(first).user }
  return {
    ...{ auditID, method, target, status, lines, events, attributes },
    description: describeRequest(attributes),
    cell: cellOf(events, traced),
    limits: traced.limits,
  }
}

/** The main server's log under the catch-all. Requests may be under way when it is read. */
const MAIN_LOG: Taken = {
  under: { level: 'RequestResponse', omitStages: [], omitManagedFields: false },
  complete: false,
}

/** A component's request as the policy would have logged it, from the catch-all's lines. */
export function projectComponent(written: WrittenRequest, decision: Shape): ReadRequest {
  const key = shapeKey(decision)
  const read = written.projected.get(key) ?? projected(written, decision)
  written.projected.set(key, read)
  return read
}

/** What the catch-all's lines say of a component's request, and what was projected from them, by shape. */
export interface WrittenRequest {
  readonly component: ComponentRequest
  readonly attributes: Attributes
  readonly events: readonly AuditEvent[]
  readonly captured: CapturedRequest
  readonly projected: Map<string, ReadRequest>
}

/** Null when it left nothing there. */
export const writtenOf = once((component: ComponentRequest): WrittenRequest | null => {
  const events = component.lines.map(parse)
  const [first] = events
  if (first === undefined) return null
  const attributes = attributesOfEvent(first)
  return { component, attributes, events, captured: capturedRequest(events), projected: new Map() }
})

function projected(written: WrittenRequest, decision: Shape): ReadRequest {
  const { component, attributes, captured } = written
  const lines = component.lines.flatMap((line) => projectLine(line, decision) ?? [])
  const events = lines.map(parse)
  const status = written.events.map(({ responseStatus }) => responseStatus?.code).findLast((code) => code !== undefined)
  const limits = limitsOf(captured, decision, MAIN_LOG)
  return {
    ...{ auditID: component.auditID, attributes, events, lines, limits },
    method: null,
    target: written.events[0]?.requestURI ?? '',
    status: status ?? null,
    description: describeRequest(attributes),
    // It is in the catch-all's log, so it was audited.
    cell: cellOf(events, { echoed: true, upgraded: false, unknown: whyUnknown(limits) }),
  }
}

function parse(line: string): AuditEvent {
  // Lines come from kube-apiserver's own log backend.
  return JSON.parse(line) as AuditEvent
}

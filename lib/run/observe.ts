import { attributesOfEvent, attributesOfRequest } from '../audit/attributes-of.js'
import type { Attributes } from '../audit/attributes.js'
import { capturedRequest, type CapturedRequest } from '../audit/captured-request.js'
import { describeRequest } from '../audit/describe.js'
import type { AuditEvent } from '../audit/event.js'
import { whyUnknown, type FoundLimit, type Taken } from '../audit/found-limit.js'
import { limitsOf } from '../audit/limits-of.js'
import { projectLine } from '../audit/project.js'
import type { ComponentRequest, TracedRequest } from '../engine/execution.js'
import { evaluate } from '../policy/evaluate.js'
import type { Decision, Policy } from '../policy/policy.js'
import { cellOf } from './cell.js'
import type { MeasuredCell } from './cell.js'
import { refusedTimeout } from '../audit/refused-timeout.js'
import { once } from '../util/once.js'

/** A request with all that is known of it under one policy. */
export interface ObservedRequest {
  readonly auditID: string
  /** In the words that claims use. */
  readonly description: string
  /** Null for a component's, which is known from its Events alone. */
  readonly method: string | null
  readonly target: string
  readonly status: number | null
  readonly attributes: Attributes
  /** Null when the policy cannot be evaluated. */
  readonly decision: Decision | null
  /** Each Event beside its line of the log. */
  readonly lines: readonly string[]
  readonly events: readonly AuditEvent[]
  readonly cell: MeasuredCell
  /** What the Events that it was projected from cannot tell; none for what a lane wrote itself. */
  readonly limits: readonly FoundLimit[]
}

/** A request that the proxy traced. `persona` is the user that it had, should no Event tell. */
export function observe(traced: TracedRequest, policy: Policy | null, persona: Attributes['user']): ObservedRequest {
  const known = knownOf(traced)
  // Its Events tell the user, whatever is assumed.
  const key = traced.lines.length > 0 ? '' : JSON.stringify(persona)
  const read = known.get(key) ?? readRequest(traced, persona)
  known.set(key, read)
  return { ...read, decision: policy === null ? null : evaluate(policy, read.attributes) }
}

/** A replay gives the same request to every policy that makes the same of it, so it is read once. */
const knownOf = once<TracedRequest, Map<string, ReadRequest>>(() => new Map())
type ReadRequest = Omit<ObservedRequest, 'decision'>

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

/** A component's request as the policy would have logged it, from the catch-all's lines; null when it left none there. */
export function projectComponent(component: ComponentRequest, policy: Policy): ObservedRequest | null {
  const written = writtenOf(component)
  if (written === null) return null
  const decision = evaluate(policy, written.attributes)
  const key = JSON.stringify([decision.level, decision.omitStages, decision.omitManagedFields])
  const read = written.projected.get(key) ?? projected(component, written, decision)
  written.projected.set(key, read)
  return { ...read, decision }
}

/** What the catch-all's lines say, and what was projected from them, by shape. */
interface WrittenRequest {
  readonly attributes: Attributes
  readonly events: readonly AuditEvent[]
  readonly captured: CapturedRequest
  readonly projected: Map<string, ReadRequest>
}

const writtenOf = once(({ lines }: ComponentRequest): WrittenRequest | null => {
  const events = lines.map(parse)
  const [first] = events
  if (first === undefined) return null
  return { attributes: attributesOfEvent(first), events, captured: capturedRequest(events), projected: new Map() }
})

function projected(component: ComponentRequest, written: WrittenRequest, decision: Decision): ReadRequest {
  const { attributes, captured } = written
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

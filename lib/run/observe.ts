import { attributesOfEvent, attributesOfRequest } from '../audit/attributes-of.js'
import type { Attributes } from '../audit/attributes.js'
import { capturedRequest } from '../audit/captured-request.js'
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
    decision: policy === null ? null : evaluate(policy, attributes),
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
export function projectComponent({ auditID, lines }: ComponentRequest, policy: Policy): ObservedRequest | null {
  const written = lines.map(parse)
  const [first] = written
  if (first === undefined) return null
  const attributes = attributesOfEvent(first)
  const decision = evaluate(policy, attributes)
  const projected = lines.flatMap((line) => projectLine(line, decision) ?? [])
  const events = projected.map(parse)
  const status = written.map(({ responseStatus }) => responseStatus?.code).findLast((code) => code !== undefined)
  const limits = limitsOf(capturedRequest(written), decision, MAIN_LOG)
  return {
    ...{
      auditID,
      attributes,
      decision,
      events,
      method: null,
      target: first.requestURI,
      status: status ?? null,
      limits,
    },
    lines: projected,
    description: describeRequest(attributes),
    // It is in the catch-all's log, so it was audited.
    cell: cellOf(events, { echoed: true, upgraded: false, unknown: whyUnknown(limits) }),
  }
}

function parse(line: string): AuditEvent {
  // Lines come from kube-apiserver's own log backend.
  return JSON.parse(line) as AuditEvent
}

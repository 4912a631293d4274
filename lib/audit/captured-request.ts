import { attributesOfEvent } from './attributes-of.js'
import type { Attributes } from './attributes.js'
import type { AuditEvent } from './event.js'
import { expectedBodies, type ExpectedBodies } from './expected-bodies.js'
import type { Level, Stage } from './level.js'
import { missingStages } from './usual-stages.js'

/** What the Events of one auditID show, as far as it decides what they cannot tell. */
export interface CapturedRequest {
  /** Of the first Event; null when there is none. */
  readonly attributes: Attributes | null
  readonly events: readonly CapturedEvent[]
  /** Stages that the request passed, or is still to pass, and of which there is no Event. */
  readonly missing: readonly Stage[]
  /** Whether the Events name more than one request: another verb, requestURI or user. */
  readonly mixed: boolean
  /** Whether a stage is there more than once. */
  readonly repeated: boolean
}

export interface CapturedEvent {
  readonly stage: Stage
  readonly level: Level
  readonly code: number | null
  readonly requestObject: Body
  readonly responseObject: Body
  /** Which bodies there are, where the level asks for them. */
  readonly expected: ExpectedBodies
  /** It bears the annotation that says that the server cut its bodies. */
  readonly truncated: boolean
  /** It bears annotations with latencies. */
  readonly latency: boolean
}

/**
 * Whether a body is there, and objects in it that may have managedFields: `managed` when one has them, `unmanaged` when none
 * has, `other` when there is no such object (a Status, discovery, an empty list).
 */
export type Body = 'absent' | 'managed' | 'unmanaged' | 'other'

/** The fields of an Event that tell; `requestObject` and `responseObject` parsed. */
export type TellingEvent = Pick<
  AuditEvent,
  | 'level'
  | 'stage'
  | 'verb'
  | 'requestURI'
  | 'user'
  | 'responseStatus'
  | 'requestObject'
  | 'responseObject'
  | 'annotations'
>

/** Reads what the Events of one auditID show, in whatever order. They may be of any policy's log. */
export function capturedRequest(events: readonly TellingEvent[]): CapturedRequest {
  const [first] = events
  if (first === undefined) return { attributes: null, events: [], missing: [], mixed: false, repeated: false }
  const attributes = attributesOfEvent(first)
  const stages = events.map(({ stage }) => stage)
  return {
    attributes,
    events: events.map((event) => capturedEvent(event, attributes)),
    missing: missingStages(attributes, stages),
    mixed: events.some((event) => !isOfOneRequest(event, first)),
    repeated: new Set(stages).size < stages.length,
  }
}

function isOfOneRequest(a: TellingEvent, b: TellingEvent): boolean {
  return a.verb === b.verb && a.requestURI === b.requestURI && a.user.username === b.user.username
}

function capturedEvent(event: TellingEvent, attributes: Attributes): CapturedEvent {
  const { stage, level, responseStatus, annotations = {} } = event
  const code = responseStatus?.code ?? null
  return {
    ...{ stage, level, code },
    requestObject: bodyOf(event.requestObject),
    responseObject: bodyOf(event.responseObject),
    expected: expectedBodies(attributes, code),
    truncated: 'audit.k8s.io/truncated' in annotations,
    latency: Object.keys(annotations).some((key) => key.startsWith('apiserver.latency.k8s.io/')),
  }
}

function bodyOf(body: unknown): Body {
  if (body === undefined) return 'absent'
  const metadata = objectsOf(body).flatMap((object) => field(object, 'metadata') ?? [])
  if (metadata.length === 0) return 'other'
  return metadata.some((one) => field(one, 'managedFields') !== undefined) ? 'managed' : 'unmanaged'
}

/**
 * The objects from which omitManagedFields cuts: the body, the items of a list, what the rows of a Table are of.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/audit/request.go, copyWithoutManagedFields
 */
function objectsOf(body: unknown): readonly unknown[] {
  const [items, rows] = [field(body, 'items'), field(body, 'rows')]
  if (Array.isArray(items)) return items
  if (Array.isArray(rows)) return rows.map((row) => field(row, 'object'))
  return [body].filter((object) => field(object, 'kind') !== 'Status')
}

function field(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>> | null | undefined)?.[name]
}

import { attributesOfEvent } from '../audit/attributes-of.js'
import type { Attributes } from '../audit/attributes.js'
import type { AuditEvent } from '../audit/event.js'
import type { Level, Stage } from '../audit/level.js'
import { projectLine } from '../audit/project.js'
import { lineBytes } from './volume.js'

/** What counting needs to know of an Event of a log. */
export interface MeasuredEvent {
  readonly attributes: Attributes
  readonly userAgent: string
  /** The server that wrote it; empty where there is but one. */
  readonly node: string
  readonly marks: EventMarks
  /** When the server wrote it: milliseconds since 1970, NaN where it does not say. */
  readonly time: number
  /** Of its line in the log that was read. */
  readonly bytes: number
  /** Bytes of its line at Metadata, Request, RequestResponse; then at the last two without managedFields, where it was asked for. */
  readonly sizes: readonly [number, number, number, number, number]
}

/** What of an Event decides which policies log it, and what it cannot tell. */
export interface EventMarks {
  readonly stage: Stage
  readonly level: Level
  readonly code: number | null
  readonly requestObject: boolean
  readonly responseObject: boolean
  /** It says that the server cut its bodies. */
  readonly truncated: boolean
}

/** Measures an Event from its line. `withoutManagedFields` asks for the sizes without them; they are 0 else. */
export function measureEvent(
  event: AuditEvent,
  line: string,
  node: string,
  withoutManagedFields: (attributes: Attributes) => boolean,
): MeasuredEvent {
  const { stage, level, responseStatus, requestObject, responseObject } = event
  const attributes = attributesOfEvent(event)
  const size = (at: Level, omitManagedFields: boolean): number =>
    // Only None and omitted stages make it null.
    lineBytes(projectLine(line, { level: at, omitStages: [], omitManagedFields }) ?? '')
  const isAsked = withoutManagedFields(attributes)
  return {
    attributes,
    userAgent: typeof event.userAgent === 'string' ? event.userAgent : '',
    node,
    marks: {
      ...{ stage, level, code: codeOf(responseStatus) },
      requestObject: requestObject !== undefined,
      responseObject: responseObject !== undefined,
      truncated: 'audit.k8s.io/truncated' in annotationsOf(event),
    },
    time: Date.parse(event.stageTimestamp),
    bytes: lineBytes(line),
    sizes: [
      ...([size('Metadata', false), size('Request', false), size('RequestResponse', false)] as const),
      isAsked ? size('Request', true) : 0,
      isAsked ? size('RequestResponse', true) : 0,
    ],
  }
}

/** Something may have damaged them. */
function annotationsOf({ annotations }: AuditEvent): object {
  const found: unknown = annotations
  return typeof found === 'object' && found !== null ? found : {}
}

/** Of a status that something may have damaged. */
export function codeOf(status: AuditEvent['responseStatus']): number | null {
  const code: unknown = status?.code
  return typeof code === 'number' && Number.isInteger(code) ? code : null
}

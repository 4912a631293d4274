import { attributesOfEvent } from '../audit/attributes-of.js'
import type { Attributes } from '../audit/attributes.js'
import type { AuditEvent } from '../audit/event.js'
import { compareLevels, STAGES, type Level, type Stage } from '../audit/level.js'
import type { LogEvent } from '../log/read-log.js'

/** A request as the Events of its auditID tell of it. */
export interface LoggedRequest {
  readonly auditID: string
  readonly node: string | null
  /** Of its last Event. */
  readonly file: string
  readonly line: number
  /** RFC 3339. */
  readonly received: string
  readonly stages: readonly Stage[]
  readonly level: Level
  readonly requestURI: string
  readonly attributes: Attributes
  /** Of the object: also where only the body or the answer had it. */
  readonly name: string
  readonly namespace: string
  readonly impersonated: AuditEvent['impersonatedUser'] | null
  readonly sourceIPs: readonly string[]
  readonly userAgent: string
  /** Null while there is no answer on record. */
  readonly code: number | null
  readonly message: string
  readonly decision: string
  readonly reason: string
}

/** So many requests may stand between the end of one and its beginning, where a log is read from the newest Event on. */
const LATE = 10_000

/**
 * Joins the Events of a request as they come; a request is told when it has ended, those without an end when the log has. Holds the
 * open requests, and some that ended without a beginning. A server's auditIDs are its own: an aggregated API server logs the same request under the same one.
 */
export class RequestJoiner {
  readonly #open = new Map<string, LoggedRequest>()
  readonly #late = new Map<string, LoggedRequest>()
  readonly #tell: (request: LoggedRequest) => void

  constructor(tell: (request: LoggedRequest) => void) {
    this.#tell = tell
  }

  take(found: LogEvent): void {
    const key = `${found.node ?? ''} ${found.event.auditID}`
    const before = this.#open.get(key) ?? this.#late.get(key) ?? null
    this.#open.delete(key)
    this.#late.delete(key)
    // An auditID that a client uses again is another request.
    if (before !== null && (before.stages.includes(found.event.stage) || !isOfOne(before, found.event))) {
      this.#tell(before)
      this.take(found)
      return
    }
    const request = joined(before, found)
    if (!hasEnded(request)) this.#open.set(key, request)
    else if (request.stages.includes('RequestReceived') || request.attributes.user === null) this.#tell(request)
    else this.#wait(key, request)
  }

  /** The log has ended. */
  end(): void {
    for (const request of [...this.#late.values(), ...this.#open.values()]) this.#tell(request)
    this.#late.clear()
    this.#open.clear()
  }

  #wait(key: string, request: LoggedRequest): void {
    this.#late.set(key, request)
    const [oldest] = this.#late
    if (this.#late.size <= LATE || oldest === undefined) return
    this.#late.delete(oldest[0])
    this.#tell(oldest[1])
  }
}

function isOfOne({ requestURI, attributes }: LoggedRequest, event: AuditEvent): boolean {
  return requestURI === event.requestURI && (attributes.user?.name ?? '') === (event.user.username ?? '')
}

/** A 401 and a refused timeout end with ResponseStarted; they have no user. */
function hasEnded({ attributes, stages }: LoggedRequest): boolean {
  if (attributes.user === null && stages.includes('ResponseStarted')) return true
  return stages.includes('ResponseComplete') || stages.includes('Panic')
}

/** The request as one Event, and those before it, tell of it. */
export function joined(before: LoggedRequest | null, { event, node, file, line }: LogEvent): LoggedRequest {
  const { objectRef, responseStatus, annotations = {} } = event
  const attributes = before?.attributes ?? attributesOfEvent(event)
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  const first = (...values: readonly string[]): string => values.find((value) => value !== '') ?? ''
  return {
    ...{ auditID: event.auditID, node, file, line, attributes },
    received: before?.received ?? text(event.requestReceivedTimestamp),
    stages: STAGES.filter((stage) => stage === event.stage || before?.stages.includes(stage) === true),
    level: before === null || compareLevels(event.level, before.level) > 0 ? event.level : before.level,
    requestURI: event.requestURI,
    name: first(attributes.name, text(objectRef?.name), before?.name ?? '', nameOfAnswer(event)),
    namespace: first(attributes.namespace, text(objectRef?.namespace), before?.namespace ?? ''),
    impersonated: event.impersonatedUser ?? before?.impersonated ?? null,
    sourceIPs: event.sourceIPs ?? before?.sourceIPs ?? [],
    userAgent: text(event.userAgent),
    code: typeof responseStatus?.code === 'number' ? responseStatus.code : (before?.code ?? null),
    message: first(text(responseStatus?.['message']), before?.message ?? ''),
    decision: first(text(annotations['authorization.k8s.io/decision']), before?.decision ?? ''),
    reason: first(text(annotations['authorization.k8s.io/reason']), before?.reason ?? ''),
  }
}

/** An object that was made with generateName has its name in the answer only. */
function nameOfAnswer({ verb, responseObject }: AuditEvent): string {
  if (verb !== 'create' || typeof responseObject !== 'object' || responseObject === null) return ''
  const { metadata } = responseObject as { readonly metadata?: { readonly name?: unknown } }
  return typeof metadata?.name === 'string' ? metadata.name : ''
}

import type { AuditEvent } from '../audit/event.js'
import { LEVELS, STAGES } from '../audit/level.js'
import { isUser } from '../log/event-text.js'
import { EventSpans, scanEvent } from '../log/scan-event.js'
import { codeOf } from '../volume/measured-event.js'
import { attributesOfEvent } from '../audit/attributes-of.js'
import { keyOfMarks, type Entry, type Tally } from '../volume/tally.js'

/** So much is remembered of texts that come again and again; then it is forgotten. */
const REMEMBERED = 20_000
const LONGEST = 4096
const METADATA = 'Metadata'.length
const REQUEST = 'Request'.length
const REQUEST_RESPONSE = 'RequestResponse'.length
const LENGTHS = LEVELS.map(({ length }) => length)

/**
 * Counts lines as kube-apiserver writes them without parsing them: bodies are measured where they stand, and what a policy makes of a
 * request is remembered by the bytes that say it. What it does not know for certain it leaves to be parsed.
 */
export class LineCounter {
  private readonly tally: Tally
  private readonly spans = new EventSpans()
  private generation = 0
  private readonly entries = new Map<string, Map<string, Entry> | null>()
  private readonly codes = new Map<string, number | null>()
  private readonly plain = new Map<string, boolean>()
  private readonly sizes: [number, number, number, number, number] = [0, 0, 0, 0, 0]
  private minute = ''
  private minuteTime = NaN

  constructor(tally: Tally) {
    this.tally = tally
  }

  /** Bytes of the line as the server writes it, newline included; 0 where it must be parsed. The byte at `end` is a newline. */
  count(bytes: Buffer, start: number, end: number, node: string): number {
    const { spans } = this
    if (!scanEvent(bytes, start, end, spans)) return 0
    if (spans.annotationsEnd > 0 && !this.isPlain(bytes)) return 0
    const time = this.timeOf(bytes)
    if (Number.isNaN(time)) return 0
    const code = spans.statusEnd > 0 ? this.codeOfStatus(bytes) : null
    if (code === undefined) return 0
    const entry = this.entryOf(bytes, node)
    if (entry === null) return 0
    const requestObject = spans.requestEnd - spans.requestStart
    const responseObject = spans.responseEnd - spans.responseStart
    if (requestObject + responseObject > 0 && entry.dropsManagedFields) {
      const at = bytes.indexOf('managedFields', spans.requestStart)
      if (at !== -1 && at < spans.responseEnd) return 0
    }
    this.measure(end - start + 1, requestObject, responseObject)
    const marks = { requestObject: requestObject > 0, responseObject: responseObject > 0, truncated: false, code }
    const key = keyOfMarks(spans.stage, spans.level, marks)
    const kind =
      entry.kinds.get(key) ??
      this.tally.kindOf(entry, {
        ...marks,
        stage: STAGES[spans.stage] as (typeof STAGES)[number],
        level: LEVELS[spans.level] as (typeof LEVELS)[number],
      })
    this.tally.count(kind, this.sizes, time)
    return end - start + 1
  }

  private measure(bytes: number, requestObject: number, responseObject: number): void {
    const { sizes } = this
    const rest = bytes - (LENGTHS[this.spans.level] as number)
    sizes[0] = rest + METADATA - requestObject - responseObject
    sizes[1] = rest + REQUEST - responseObject
    sizes[2] = rest + REQUEST_RESPONSE
    // Here there are no managedFields.
    sizes[3] = sizes[1]
    sizes[4] = sizes[2]
  }

  /** Null where the user is none. */
  private entryOf(bytes: Buffer, node: string): Entry | null {
    const { spans, tally } = this
    if (this.generation !== tally.generation || this.entries.size > REMEMBERED) {
      this.entries.clear()
      this.generation = tally.generation
    }
    const key = bytes.toString('latin1', spans.keyStart, spans.keyEnd)
    const agentKey = node + bytes.toString('latin1', spans.agentStart, spans.agentEnd)
    let agents = this.entries.get(key)
    if (agents === null) return null
    const known = agents?.get(agentKey)
    if (known !== undefined) return known
    const { requestURI, verb, user } = JSON.parse(
      `{${bytes.toString('utf8', spans.keyStart, spans.keyEnd)}}`,
    ) as AuditEvent
    if (agents === undefined) {
      agents = isUser(user) ? new Map<string, Entry>() : null
      this.entries.set(key, agents)
      if (agents === null) return null
    }
    const agent =
      spans.agentEnd === 0 ? '' : (JSON.parse(bytes.toString('utf8', spans.agentStart, spans.agentEnd)) as string)
    const made = tally.entryOf(attributesOfEvent({ requestURI, verb, user }), agent, node)
    // Adding it may have made room, and then what was remembered counts nowhere.
    if (this.generation === tally.generation) agents.set(agentKey, made)
    return made
  }

  /** Undefined where it must be parsed. */
  private codeOfStatus(bytes: Buffer): number | null | undefined {
    const { statusStart, statusEnd } = this.spans
    if (statusEnd - statusStart > LONGEST) return undefined
    const text = bytes.toString('latin1', statusStart, statusEnd)
    const known = this.codes.get(text)
    if (known !== undefined) return known
    const code = codeOf(JSON.parse(text) as AuditEvent['responseStatus'])
    if (this.codes.size > REMEMBERED) this.codes.clear()
    this.codes.set(text, code)
    return code
  }

  /** Whether the annotations are the same at every level. */
  private isPlain(bytes: Buffer): boolean {
    const { annotationsStart, annotationsEnd } = this.spans
    if (annotationsEnd - annotationsStart > LONGEST) return false
    const text = bytes.toString('latin1', annotationsStart, annotationsEnd)
    const known = this.plain.get(text)
    if (known !== undefined) return known
    const isPlain = Object.keys(JSON.parse(text) as object).every(
      (key) => !key.startsWith('patch.webhook.admission.k8s.io/') && key !== 'audit.k8s.io/truncated',
    )
    if (this.plain.size > REMEMBERED) this.plain.clear()
    this.plain.set(text, isPlain)
    return isPlain
  }

  /** Milliseconds since 1970; NaN where the time is not as the server writes it. */
  private timeOf(bytes: Buffer): number {
    const { timeStart, timeEnd } = this.spans
    // 2026-02-03T10:11:12.123456Z
    if (timeEnd - timeStart !== 27 || bytes[timeEnd - 1] !== 0x5a || bytes[timeStart + 19] !== 0x2e) return NaN
    if (bytes[timeStart + 16] !== 0x3a) return NaN
    const seconds = digits(bytes, timeStart + 17, 2)
    const milliseconds = digits(bytes, timeStart + 20, 3)
    if (Number.isNaN(digits(bytes, timeStart + 23, 3)) || !(seconds < 60)) return NaN
    const minute = bytes.toString('latin1', timeStart, timeStart + 16)
    if (minute !== this.minute) {
      this.minute = minute
      this.minuteTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(minute) ? Date.parse(`${minute}:00Z`) : NaN
    }
    return this.minuteTime + seconds * 1000 + milliseconds
  }
}

function digits(bytes: Buffer, at: number, count: number): number {
  let value = 0
  for (let index = at; index < at + count; index++) {
    const digit = (bytes[index] as number) - 0x30
    if (digit < 0 || digit > 9) return NaN
    value = value * 10 + digit
  }
  return value
}

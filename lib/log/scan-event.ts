import { LEVELS, STAGES } from '../audit/level.js'
import { skipString, skipValue } from './skip-json.js'

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

const HEAD = ascii('{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"')
const AUDIT_ID = ascii('","auditID":')
const STAGE = ascii(',"stage":"')
const REQUEST_URI = ascii('","requestURI":')
const VERB = ascii(',"verb":')
const USER = ascii(',"user":{')
const IMPERSONATED = ascii(',"impersonatedUser":{')
const SOURCE_IPS = ascii(',"sourceIPs":[')
const USER_AGENT = ascii(',"userAgent":"')
const OBJECT_REF = ascii(',"objectRef":{')
const STATUS = ascii(',"responseStatus":{')
const REQUEST_OBJECT = ascii(',"requestObject":')
const RESPONSE_OBJECT = ascii(',"responseObject":')
const RECEIVED = ascii(',"requestReceivedTimestamp":"')
const STAMP = ascii(',"stageTimestamp":"')
const ANNOTATIONS = ascii(',"annotations":{')
const LEVEL_NAMES = LEVELS.map(ascii)
const STAGE_NAMES = STAGES.map(ascii)

/** Where the parts of an Event stand in the line that it was found in. */
export class EventSpans {
  /** Index into LEVELS. */
  level = 0
  /** Index into STAGES. */
  stage = 0
  /** `"requestURI":…,"verb":…,"user":…`: all that policy rules see. */
  keyStart = 0
  keyEnd = 0
  /** The value with its quotes; both 0 without one. So for those that follow. */
  agentStart = 0
  agentEnd = 0
  statusStart = 0
  statusEnd = 0
  /** From the comma in front of the member to its end. */
  requestStart = 0
  requestEnd = 0
  responseStart = 0
  responseEnd = 0
  /** Inside the quotes. */
  timeStart = 0
  timeEnd = 0
  annotationsStart = 0
  annotationsEnd = 0
}

/**
 * Finds the parts of an Event in a line as kube-apiserver writes it, without parsing it. False for any other line, one that is another
 * order of fields, a field twice, or no JSON: that is for JSON.parse. What is accepted here JSON.parse reads alike. The byte at
 * `end` must be a newline.
 */
export function scanEvent(bytes: Uint8Array, start: number, end: number, spans: EventSpans): boolean {
  let at = expect(bytes, start, HEAD)
  if (at < 0) return false
  spans.level = oneOf(bytes, at, LEVEL_NAMES)
  // None is written nowhere.
  if (spans.level < 1) return false
  at = expect(bytes, at + (LEVEL_NAMES[spans.level] as Uint8Array).length, AUDIT_ID)
  at = at < 0 ? -1 : skipString(bytes, at)
  at = at < 0 ? -1 : expect(bytes, at, STAGE)
  if (at < 0) return false
  spans.stage = oneOf(bytes, at, STAGE_NAMES)
  if (spans.stage < 0) return false
  at += (STAGE_NAMES[spans.stage] as Uint8Array).length
  spans.keyStart = at + 2
  at = expect(bytes, at, REQUEST_URI)
  at = at < 0 ? -1 : skipString(bytes, at)
  at = at < 0 ? -1 : expect(bytes, at, VERB)
  at = at < 0 ? -1 : skipString(bytes, at)
  at = at < 0 ? -1 : required(bytes, at, USER)
  if (at < 0) return false
  spans.keyEnd = at
  at = optional(bytes, at, IMPERSONATED)
  at = at < 0 ? -1 : optional(bytes, at, SOURCE_IPS)
  if (at < 0) return false
  let next = optional(bytes, at, USER_AGENT)
  if (next < 0) return false
  spans.agentStart = next === at ? 0 : at + USER_AGENT.length - 1
  spans.agentEnd = next === at ? 0 : next
  next = optional(bytes, next, OBJECT_REF)
  if (next < 0) return false
  at = next
  next = optional(bytes, at, STATUS)
  if (next < 0) return false
  spans.statusStart = next === at ? 0 : at + STATUS.length - 1
  spans.statusEnd = next === at ? 0 : next
  spans.requestStart = next
  next = optionalValue(bytes, next, REQUEST_OBJECT)
  if (next < 0) return false
  spans.requestEnd = next
  spans.responseStart = next
  next = optionalValue(bytes, next, RESPONSE_OBJECT)
  if (next < 0) return false
  spans.responseEnd = next
  return scanEnd(bytes, next, end, spans)
}

function scanEnd(bytes: Uint8Array, from: number, end: number, spans: EventSpans): boolean {
  let at = required(bytes, from, RECEIVED)
  if (at < 0) return false
  spans.timeStart = at + STAMP.length
  at = required(bytes, at, STAMP)
  if (at < 0) return false
  spans.timeEnd = at - 1
  const next = optional(bytes, at, ANNOTATIONS)
  if (next < 0) return false
  spans.annotationsStart = next === at ? 0 : at + ANNOTATIONS.length - 1
  spans.annotationsEnd = next === at ? 0 : next
  return bytes[next] === 0x7d && next + 1 === end
}

/** Just after these bytes; -1 where others stand there. */
function expect(bytes: Uint8Array, at: number, wanted: Uint8Array): number {
  for (let index = 0; index < wanted.length; index++) if (bytes[at + index] !== wanted[index]) return -1
  return at + wanted.length
}

/** Which of these stands there, before a quote; -1 where none does. */
function oneOf(bytes: Uint8Array, at: number, names: readonly Uint8Array[]): number {
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as Uint8Array
    if (bytes[at + name.length] === 0x22 && expect(bytes, at, name) > 0) return index
  }
  return -1
}

/** Just after a member whose value begins with the last byte of `name`; -1 where it is not there. */
function required(bytes: Uint8Array, at: number, name: Uint8Array): number {
  const value = expect(bytes, at, name)
  return value < 0 ? -1 : skipValue(bytes, value - 1)
}

/** The same, `at` itself where it is not there. */
function optional(bytes: Uint8Array, at: number, name: Uint8Array): number {
  const value = expect(bytes, at, name)
  return value < 0 ? at : skipValue(bytes, value - 1)
}

/** The same where any value may follow. */
function optionalValue(bytes: Uint8Array, at: number, name: Uint8Array): number {
  const value = expect(bytes, at, name)
  return value < 0 ? at : skipValue(bytes, value)
}

import { isRecord } from './event-text.js'

/** What collectors call the line that they carry, or the list of them. */
const TEXT = ['log', 'message', 'msg', 'line', '@message', 'MESSAGE', 'textPayload', 'body', 'event']
export const NESTED = [
  ...['items', 'events', 'logEvents', 'results', 'result', 'data', 'streams', 'values', 'entries', 'hits'],
  ...['_source', 'jsonPayload', 'log_processed', 'kubernetes_audit', 'event', 'message', 'log', 'line', 'body'],
]
/** What they call the machine that a line comes from. */
const NODE = ['node', 'node_name', 'nodename', 'hostname', 'host', 'instance', 'logStreamName', 'logStream']
const DEEPEST = 8

/** Something inside a wrapper: the text of a line, or an object that may be an Event. */
export type Carried =
  | { readonly text: string; readonly node: string | null }
  | { readonly value: Readonly<Record<string, unknown>>; readonly node: string | null }

/**
 * What a line of JSON carries that a collector wrote: Docker, Fluent Bit, Filebeat, Vector, Loki (its API and logcli), CloudWatch
 * (its API, subscriptions, Insights). Empty when it is no wrapper. `isEvent` tells what need not be opened.
 */
export function carriedBy(
  value: unknown,
  isEvent: (value: Readonly<Record<string, unknown>>) => boolean,
  node: string | null = null,
  depth = 0,
): Carried[] {
  if (depth > DEEPEST) return []
  if (Array.isArray(value)) return value.flatMap((element) => ofElement(element, isEvent, node, depth))
  if (!isRecord(value)) return []
  if (isEvent(value)) return [{ value, node }]
  const own = nodeOf(value) ?? node
  // CloudWatch Insights has a row of fields for each line.
  if (value['field'] === '@message' && typeof value['value'] === 'string') return [{ text: value['value'], node: own }]
  const texts = TEXT.map((key) => value[key]).filter((text) => typeof text === 'string' && looksLikeLine(text))
  const [text] = texts
  if (typeof text === 'string') return [{ text, node: own }]
  return NESTED.flatMap((key) => carriedBy(value[key], isEvent, own, depth + 1))
}

function ofElement(
  element: unknown,
  isEvent: (value: Readonly<Record<string, unknown>>) => boolean,
  node: string | null,
  depth: number,
): Carried[] {
  // Loki has pairs of a time and a line.
  if (typeof element === 'string') return looksLikeLine(element) ? [{ text: element, node }] : []
  return carriedBy(element, isEvent, node, depth + 1)
}

/** A line of JSON, or one that a container runtime has wrapped. */
function looksLikeLine(text: string): boolean {
  return /^\s*\{/.test(text) || /^\S+ (?:stdout|stderr) [FP]/.test(text)
}

function nodeOf(value: Readonly<Record<string, unknown>>): string | null {
  const places = [value, value['stream'], value['labels'], value['kubernetes']].filter(isRecord)
  const found = places.flatMap((place) => NODE.map((key) => place[key])).find((one) => typeof one === 'string')
  return typeof found === 'string' && found !== '' ? found : null
}

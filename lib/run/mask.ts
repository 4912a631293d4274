import { elementsAt } from '../audit/json-spans.js'
import { withoutNames } from '../engine/replay/same-requests.js'
import { withStandIns } from '../engine/replay/stand-ins.js'

/** Written for slow requests only. https://github.com/kubernetes/kubernetes/issues/135684 */
const LATENCY = /"apiserver\.latency\.k8s\.io\/[a-z-]+":"[^"]*",?/g

/** A line less what it says of how slow the machine was: up to 300 bytes of one Event. */
export function withoutLatency(line: string): string {
  return line.replaceAll(LATENCY, '')
}

/**
 * What differs by nature between two runs of the same request, and nothing else: credentials, names of the run,
 * identifiers, versions, times, addresses. Two Events are equal when they are the same bytes after this.
 */
const MASKS: readonly (readonly [RegExp, string])[] = [
  // auditID, uid, credential-id (JTI=…): UUIDs.
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID'],
  // Stage timestamps, creationTimestamp, managedFields, conditions: RFC 3339.
  [/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g, 'TIME'],
  // A manager of a scale has its time or lacks it, as the second of the write falls.
  [/("apiVersion":"[^"]*"),"time":"TIME"(,"fieldsType")/g, '$1$2'],
  // In quotes, and escaped within an annotation or a message.
  [/(resourceVersion\\?":\\?")\d+/g, '$1N'],
  // Fingerprints of client certificates, digests of images, IDs of containers.
  [/[0-9a-f]{64}/g, 'SHA256'],
  // sourceIPs, podIP, hostIP, clusterIP; with the port of the lane where a server tells its own.
  [/\b\d{1,3}(\.\d{1,3}){3}\b(:\d+)?/g, 'ADDRESS'],
  // A node bears its cluster's name.
  [/"nodeName":"[^"]*"/g, '"nodeName":"NODE"'],
  // A volume's name, generated.
  [/kube-api-access-[a-z0-9]{5}\b/g, 'kube-api-access-GENERATED'],
  // The age in a row of a Table, which kubectl asks for.
  [/"(\d+[smhd]){1,2}"/g, '"AGE"'],
  [LATENCY, ''],
]

/** A live run's credentials get the stand-ins that a recording has. A token is as long as the names in it. */
const STAND_IN = /standin[standi.-]{40,}/g

/** A token in a Secret's data, in base64. */
const BASE64 = /[A-Za-z0-9+/]{40,}={0,2}/g

function withoutTokenInside(word: string): string {
  const text = Buffer.from(word, 'base64').toString('latin1')
  return text.search(STAND_IN) < 0 ? word : text.replaceAll(STAND_IN, 'TOKEN')
}

/** A line of an audit log without what differs by nature; `variables` are those of its run. */
export function maskLine(line: string, variables: Readonly<Record<string, string>>): string {
  // Credentials before all else: names stand in their base64 too.
  let masked = withStandIns(line).replaceAll(STAND_IN, 'TOKEN').replaceAll(BASE64, withoutTokenInside)
  for (const value of Object.values(variables)) masked = withoutBase64(masked, value)
  masked = withoutNames(masked, variables)
  for (const [pattern, replacement] of MASKS) masked = masked.replaceAll(pattern, replacement)
  return sortManagedFields(masked)
}

/** A canary stands in base64 in a Secret's data, with other text around it: the whole word goes. */
function withoutBase64(line: string, value: string): string {
  if (value.length < 6) return line
  const middles = [0, 1, 2].map((offset) => {
    const bytes = Buffer.from(`${'x'.repeat(offset)}${value}`)
    // The characters that depend on the value alone, whatever stands before and after it.
    return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6))
  })
  const words = middles.map((middle) => `[A-Za-z0-9+/]*${middle.replaceAll('+', '\\+')}[A-Za-z0-9+/=]*`)
  return line.replaceAll(new RegExp(words.join('|'), 'g'), 'BASE64')
}

/** kube-apiserver sorts them by time, to the second: two managers may come in either order. */
function sortManagedFields(line: string): string {
  let sorted = line
  const key = '"managedFields":'
  for (let at = sorted.indexOf(key); at >= 0; at = sorted.indexOf(key, at + 1)) {
    const open = at + key.length
    const starts = elementsAt(sorted, open)
    const close = starts.length < 2 ? -1 : closing(sorted, starts.at(-1) ?? open)
    if (close < 0) continue
    const elements = starts.map((start, index) => sorted.slice(start, (starts[index + 1] ?? close + 1) - 1))
    sorted = `${sorted.slice(0, open + 1)}${elements.sort().join(',')}${sorted.slice(close)}`
  }
  return sorted
}

/** The bracket that follows the object at `at`; managedFields hold no brackets in strings. */
function closing(text: string, at: number): number {
  let depth = 0
  for (let index = at; index < text.length; index++) {
    if (text[index] === '{') depth += 1
    if (text[index] === '}') depth -= 1
    if (depth === 0) return index + 1
  }
  return -1
}

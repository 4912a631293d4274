import type { AuditEvent } from '../audit/event.js'

/** One place where an Event is not what a claim expects. `actual` is undefined when the Event has no such field. */
export interface Mismatch {
  /** Such as `responseStatus.code`, `user.groups[0]` or `annotations["authorization.k8s.io/decision"]`. */
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
}

/** Where an Event differs from a nested, partial Event: empty when it matches. Objects match partially, arrays in full. */
export function matchEvent(expected: Readonly<Record<string, unknown>>, event: AuditEvent): Mismatch[] {
  return compare(expected, event, '')
}

/** `responseStatus.code is 403, expected 201`. */
export function describeMismatch({ path, expected, actual }: Mismatch): string {
  const found = actual === undefined ? 'is absent' : `is ${short(actual)}`
  return `${path} ${found}, expected ${short(expected)}`
}

function compare(expected: unknown, actual: unknown, path: string): Mismatch[] {
  if (isObject(expected) && isObject(actual)) {
    return Object.entries(expected).flatMap(([key, value]) => compare(value, actual[key], join(path, key)))
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((value, index) => compare(value, actual[index], `${path}[${index}]`))
  }
  return expected === actual ? [] : [{ path, expected, actual }]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function join(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`
  return path === '' ? key : `${path}.${key}`
}

/** A whole body would hide the sentence that it stands in. */
function short(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}

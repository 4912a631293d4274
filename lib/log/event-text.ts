import type { AuditEvent } from '../audit/event.js'
import { LEVELS, STAGES } from '../audit/level.js'

/** How a line of kube-apiserver's log begins. */
export const HEAD = '{"kind":"Event","apiVersion":"audit.k8s.io/v1",'

/** The fields of an Event in the order in which the server writes them. */
const FIELDS = [
  ...['kind', 'apiVersion', 'level', 'auditID', 'stage', 'requestURI', 'verb', 'user', 'impersonatedUser', 'sourceIPs'],
  ...['userAgent', 'objectRef', 'responseStatus', 'requestObject', 'responseObject', 'requestReceivedTimestamp'],
  ...['stageTimestamp', 'annotations'],
]

/** Whether a value says that it is an audit Event, well or badly made. Events of the core group say `v1`. */
export function saysEvent(value: Readonly<Record<string, unknown>>): boolean {
  return value['kind'] === 'Event' && /^audit\.k8s\.io\//.test(String(value['apiVersion']))
}

/** What keeps a value from being an Event that rules can be held against; null when nothing does. */
export function whyNoEvent(value: Readonly<Record<string, unknown>>): string | null {
  const isText = (name: string): boolean => typeof value[name] === 'string'
  const missing = ['auditID', 'requestURI', 'verb'].filter((name) => !isText(name))
  if (missing.length > 0) return `an Event without ${missing.join(', ')}`
  const { level, stage, user } = value
  if (!LEVELS.some((one) => one === level && one !== 'None')) return `an Event of level ${JSON.stringify(level)}`
  if (!STAGES.some((one) => one === stage)) return `an Event of stage ${JSON.stringify(stage)}`
  return isUser(user) ? null : 'an Event whose user is none'
}

export function isUser(user: unknown): user is AuditEvent['user'] {
  if (!isRecord(user)) return false
  const { username, groups } = user
  const areGroups =
    groups === undefined || (Array.isArray(groups) && groups.every((group) => typeof group === 'string'))
  return (username === undefined || typeof username === 'string') && areGroups
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * An Event that something has read and written again, as the server would have written it: its order of fields, its escapes. How
 * numbers and the keys of bodies stood cannot be had back.
 */
export function serverLine(event: Readonly<Record<string, unknown>>): string {
  const own = FIELDS.flatMap((field) => (event[field] === undefined ? [] : [[field, event[field]] as const]))
  return JSON.stringify(Object.fromEntries(own)).replace(/[<>&\u2028\u2029]/g, escaped)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

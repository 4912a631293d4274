import { printable } from '../util/printable.js'
import { truncate } from '../util/width.js'

const SHOWN = [
  'level',
  'stage',
  'verb',
  'requestURI',
  'user',
  'impersonatedUser',
  'objectRef',
  'responseStatus',
  'annotations',
]
const BODIES = ['requestObject', 'responseObject']
const LONGEST = 160

/**
 * The fields of an Event that tell why a claim failed, as JSON, a line for each. Bodies are named, never shown:
 * a report is copied into tickets and pull requests, and what must not be in a log must not get there either.
 */
export function shortEvent(line: string): string[] {
  const event = parsed(line)
  if (event === null) return [`a line that is no JSON object, ${line.length} characters`]
  const shown = SHOWN.flatMap((field) => (field in event ? [[field, shortField(field, event[field])] as const] : []))
  const bodies = BODIES.flatMap((field) => (field in event ? [[field, shortBody(event[field])] as const] : []))
  const lines = [...shown, ...bodies].map(([field, value]) => `  "${field}": ${oneLine(value)}`)
  return ['{', ...lines.map((text, index) => (index < lines.length - 1 ? `${text},` : text)), '}']
}

type Fields = Readonly<Record<string, unknown>>

function parsed(line: string): Fields | null {
  try {
    return fields(JSON.parse(line))
  } catch {
    return null
  }
}

function fields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
}

function shortField(field: string, value: unknown): unknown {
  const object = fields(value)
  if (object === null) return value
  if (field === 'user' || field === 'impersonatedUser') return only(object, ['username', 'groups'])
  if (field === 'responseStatus') return only(object, ['status', 'reason', 'message', 'code'])
  return object
}

function only(object: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)))
}

/** `v1 Secret, 412 characters` */
function shortBody(body: unknown): string {
  const { apiVersion, kind } = fields(body) ?? {}
  const type = [apiVersion, kind].filter((part) => typeof part === 'string').join(' ')
  return `${type === '' ? 'a body' : type}, ${JSON.stringify(body).length} characters`
}

/** JSON with spaces for the eye, and no longer than it needs to be. */
function oneLine(value: unknown): string {
  return printable(JSON.stringify(value, shortText, 1).replace(/\n */g, ' '))
}

function shortText(_field: string, value: unknown): unknown {
  return typeof value === 'string' ? truncate(value, LONGEST) : value
}

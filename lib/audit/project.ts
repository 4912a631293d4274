import { elementsAt, membersAt, unquote } from './json-spans.js'
import type { Member } from './json-spans.js'
import { compareLevels } from './level.js'
import type { Level, Stage } from './level.js'
import { once } from '../util/once.js'

/** What of a policy's decision shapes the Events of a request. */
export interface Shape {
  readonly level: Level
  readonly omitStages: readonly Stage[]
  readonly omitManagedFields: boolean
}

/** Tells shapes apart: the same text for shapes that make the same of every request. */
export const shapeKey = once(
  ({ level, omitStages, omitManagedFields }: Shape): string =>
    `${level} ${omitStages.join(' ')}${omitManagedFields ? ' omitManagedFields' : ''}`,
)

/** A stretch of the line and what takes its place. */
interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * From a line of the catch-all policy's log (RequestResponse, every stage), the line that the server would have written
 * for the same Event under this decision, byte for byte; null when it would have written none.
 *
 * What no line can tell stands in capture-limits.ts; limits-of.ts finds what of it applies to a request.
 */
export function projectLine(line: string, shape: Shape): string | null {
  if (shape.level === 'None') return null
  const members = membersAt(line, 0)
  const stage = stringOf(line, members, 'stage')
  if (shape.omitStages.some((omitted) => omitted === stage)) return null

  const isPatch = stringOf(line, members, 'verb') === 'patch'
  const edits: Edit[] = []
  for (const member of members) {
    if (member.key === 'level') edits.push({ start: member.valueStart, end: member.end, text: `"${shape.level}"` })
    // What a patch sends is logged as it came, managedFields and all.
    if (member.key === 'requestObject') edits.push(...editBody(line, member, shape, 'Request', !isPatch))
    if (member.key === 'responseObject') edits.push(...editBody(line, member, shape, 'RequestResponse', true))
    if (member.key === 'annotations' && compareLevels(shape.level, 'Request') < 0)
      edits.push(...dropAnnotationsOfBodies(line, member))
  }
  return apply(line, edits)
}

function editBody(line: string, body: Member, shape: Shape, needed: Level, isObject: boolean): Edit[] {
  if (compareLevels(shape.level, needed) < 0) return [without(line, body)]
  return shape.omitManagedFields && isObject ? dropManagedFields(line, body.valueStart) : []
}

/**
 * The annotations that the server writes from level Request on only: what a mutating webhook changed, and that bodies were
 * cut because they were too large. https://github.com/kubernetes/apiserver/blob/v0.34.4/plugin/pkg/audit/truncate/truncate.go
 */
function dropAnnotationsOfBodies(line: string, annotations: Member): Edit[] {
  const edits = cut(
    line,
    annotations.valueStart,
    (key) => key.startsWith('patch.webhook.admission.k8s.io/') || key === 'audit.k8s.io/truncated',
  )
  return edits.map((edit) => (edit.text === '' ? without(line, annotations) : edit))
}

/**
 * Of the object, of each item of a list, of each row's object of a Table.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/audit/request.go, copyWithoutManagedFields
 */
function dropManagedFields(line: string, at: number): Edit[] {
  const members = membersAt(line, at)
  const isTable = stringOf(line, members, 'apiVersion')?.startsWith('meta.k8s.io/') ?? false
  return members.flatMap((member) => {
    if (member.key === 'metadata') return dropFromMetadata(line, member.valueStart)
    if (member.key === 'items') return elementsAt(line, member.valueStart).flatMap((item) => dropFromObject(line, item))
    if (member.key !== 'rows' || !isTable) return []
    return elementsAt(line, member.valueStart).flatMap((row) =>
      membersAt(line, row).flatMap(({ key, valueStart }) => (key === 'object' ? dropFromObject(line, valueStart) : [])),
    )
  })
}

function dropFromObject(line: string, at: number): Edit[] {
  return membersAt(line, at).flatMap(({ key, valueStart }) =>
    key === 'metadata' ? dropFromMetadata(line, valueStart) : [],
  )
}

function dropFromMetadata(line: string, at: number): Edit[] {
  return cut(line, at, (key) => key === 'managedFields')
}

/** Takes members out of the object that opens at `at`. */
function cut(line: string, at: number, isCut: (key: string) => boolean): Edit[] {
  const members = membersAt(line, at)
  const kept = members.filter(({ key }) => !isCut(key))
  if (kept.length === members.length) return []
  const text = kept.map(({ start, end }) => line.slice(start, end)).join(',')
  return [{ start: at + 1, end: Math.max(...members.map(({ end }) => end)), text }]
}

/** A member of the Event, which never stands first or last there. */
function without(line: string, member: Member): Edit {
  return { start: line.lastIndexOf(',', member.start), end: member.end, text: '' }
}

function stringOf(line: string, members: readonly Member[], name: string): string | undefined {
  const member = members.find(({ key }) => key === name)
  return member === undefined || line[member.valueStart] !== '"'
    ? undefined
    : unquote(line.slice(member.valueStart, member.end))
}

/** `edits` in the order of the line. */
function apply(line: string, edits: readonly Edit[]): string {
  let result = ''
  let position = 0
  for (const edit of edits) {
    result += line.slice(position, edit.start) + edit.text
    position = edit.end
  }
  return result + line.slice(position)
}

import type { Range } from '../lint/finding.js'

/** A part of a file's text, as offsets. */
export interface Place {
  readonly start: number
  readonly end: number
}

export const START: Place = { start: 0, end: 0 }

/** A place as lines and columns, counted from 1. What spans several lines ends behind its last word. */
export function rangeOf(text: string, { start, end }: Place): Range {
  const from = positionOf(text, start)
  const to = positionOf(text, start + text.slice(start, end).trimEnd().length)
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
}

function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

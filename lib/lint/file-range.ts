import type { Place } from '../policy/node.js'
import type { Source } from '../policy/read-source.js'
import type { Range } from './finding.js'

/** A place of the policy's own text as lines and columns of its file, of which it may be an indented part. */
export function fileRange(at: Place, source: Source | null, text: string): Range {
  const own = source?.text ?? text
  const before = source?.linesBefore ?? 0
  const lines = text.split('\n')
  const ownLines = own.split('\n')
  const position = (offset: number): { line: number; column: number } => {
    const start = own.lastIndexOf('\n', offset - 1) + 1
    const line = own.slice(0, start).split('\n').length
    // A block scalar is indented on the left only.
    const indent = (lines[line + before - 1]?.length ?? 0) - (ownLines[line - 1]?.length ?? 0)
    return { line: line + before, column: offset - start + 1 + (before === 0 ? 0 : Math.max(0, indent)) }
  }
  const from = position(at.start)
  // What spans several lines ends behind its last word.
  const to = position(at.start + own.slice(at.start, at.end).trimEnd().length)
  return { ...from, endLine: to.line, endColumn: to.column }
}

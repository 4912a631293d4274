import { CST, Lexer } from 'yaml'
import { DecodingError } from './node.js'

/**
 * The parser reads YAML 1.2, Kubernetes reads YAML 1.1 by libyaml. Rewrites what libyaml takes and the parser does not,
 * so that every value stays on its line, and refuses what only the parser takes.
 */
export function adaptYaml(text: string): string {
  // YAML 1.1 ends lines at these characters too.
  let adapted = text.replace(/[\u0085\u2028\u2029]/g, '\n')
  const padding = ' '.repeat(widestIndent(adapted) + 1)
  for (;;) {
    const at = underIndented(adapted)
    if (at === null || adapted.startsWith(padding, at)) break
    adapted = adapted.slice(0, at) + padding + adapted.slice(at)
  }
  refuseTabs(adapted)
  return adapted
}

/** In columns, or more. `- - a` indents its item as spaces would. */
function widestIndent(text: string): number {
  return [...text.matchAll(/[ ?:-]+/g)].reduce((widest, [indent]) => Math.max(widest, indent.length), 0)
}

/** The start of the first line that goes on with a flow collection or a quoted scalar, less indented than its parent. */
function underIndented(text: string): number | null {
  for (const { source, type, at } of tokens(text)) {
    if (type === 'flow-error-end') return continuation(text, text.lastIndexOf('\n', at - 1) + 1)
    if (isUnclosed(source, type)) return continuation(text, text.indexOf('\n', at + source.length) + 1)
  }
  return null
}

/** A document marker ends any collection, and so does the end of the file. */
function continuation(text: string, line: number): number | null {
  return line === 0 || /(?:---|\.\.\.)\s/.test(text.slice(line, line + 4)) ? null : line
}

/** The lexer ends a quoted scalar at the line that is indented less, so that the quote at its end may be missing. */
function isUnclosed(source: string, type: string | null): boolean {
  const rest = source.slice(1)
  if (type === 'double-quoted-scalar') return !/(?<!\\)(?:\\\\)*"/.test(rest)
  return type === 'single-quoted-scalar' && !/(?<!')(?:'')*'(?!')/.test(rest)
}

/** What a block collection may follow. */
const STARTS: readonly (string | null)[] = ['newline', 'doc-mode', 'seq-item-ind', 'explicit-key-ind']

/** libyaml takes no tab where a block collection may start. */
function refuseTabs(text: string): void {
  let depth = 0
  let mayStart = true
  for (const { source, type, at } of tokens(text)) {
    if (type === 'space') {
      if (mayStart && depth === 0 && source.includes('\t')) {
        const line = text.slice(0, at).split('\n').length
        throw new DecodingError(`yaml: line ${line}: found character that cannot start any token`)
      }
      continue
    }
    if (type === 'flow-map-start' || type === 'flow-seq-start') depth++
    if (type === 'flow-map-end' || type === 'flow-seq-end') depth--
    mayStart = STARTS.includes(type)
  }
}

interface Token {
  readonly source: string
  readonly type: string | null
  readonly at: number
}

/** What the lexer says besides the text. */
const MARKS = [CST.SCALAR, CST.DOCUMENT, CST.FLOW_END]

function* tokens(text: string): Generator<Token> {
  let at = 0
  for (const source of new Lexer().lex(text)) {
    yield { source, type: CST.tokenType(source), at }
    if (!MARKS.includes(source)) at += source.length
  }
}

import { isMap, isNode, isPair, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml'
import { lineEnd, lineStart, withoutLines } from './lines.js'
import { dashOf, endOf, endOfPair, isNothing, nodeAt, pairOf, parsed, startOf, type Path } from './nodes.js'

/** A text without an entry or a member. What stands around it goes too when nothing is left in it. */
export function removed(text: string, path: Path, index = 0): string {
  const around = nodeAt(parsed(text, index), path.slice(0, -1))
  const last = path.at(-1)
  if (isSeq(around)) return withoutItem(text, path, around, Number(last), index)
  if (isMap(around)) return withoutMember(text, path, around, String(last), index)
  return text
}

function withoutItem(text: string, path: Path, list: YAMLSeq, at: number, index: number): string {
  const item = list.items[at]
  if (!isNode(item)) return text
  if (list.flow === true && list.items.length === 1 && isMade(text, list, startOf(item)))
    return removed(text, path.slice(0, -1), index)
  if (list.flow === true) return withoutFlow(text, list.items.filter(isNode).map(spanOf), at)
  const dash = dashOf(list, at)
  if (list.items.length === 1 && isIndented(text, path, dash, index)) return removed(text, path.slice(0, -1), index)
  return withoutLines(text, lineStart(text, dash), lineEnd(text, isNothing(item) ? dash + 1 : endOf(item)))
}

/** Whether a list stands further right than its key; only such a one was made together with its key. */
function isIndented(text: string, path: Path, dash: number, index: number): boolean {
  const around = nodeAt(parsed(text, index), path.slice(0, -2))
  const key = isMap(around) ? pairOf(around, String(path.at(-2)))?.key : undefined
  return isNode(key) && dash - lineStart(text, dash) > startOf(key) - lineStart(text, startOf(key))
}

/** Whether a collection in brackets was made together with its key: a space stands behind its bracket. */
function isMade(text: string, node: Node, first: number): boolean {
  return text.slice(startOf(node) + 1, first) === ' '
}

function withoutMember(text: string, path: Path, map: YAMLMap, key: string, index: number): string {
  const pair = pairOf(map, key)
  if (pair === undefined || !isNode(pair.key)) return text
  const pairs = map.items.filter((one) => isPair(one))
  if (map.flow === true && pairs.length === 1 && path.length > 1 && isMade(text, map, startOf(pair.key)))
    return removed(text, path.slice(0, -1), index)
  if (map.flow === true) {
    const spans = pairs.map((one) => ({ start: isNode(one.key) ? startOf(one.key) : 0, end: endOfPair(one) }))
    return withoutFlow(text, spans, pairs.indexOf(pair))
  }
  if (pairs.length === 1 && path.length > 1) return removed(text, path.slice(0, -1), index)
  const start = startOf(pair.key)
  // On the line of a dash, the line is not this member's alone.
  if (text.slice(lineStart(text, start), start).trim() !== '') return text
  return withoutLines(text, lineStart(text, start), lineEnd(text, endOfPair(pair)))
}

interface Span {
  readonly start: number
  readonly end: number
}

const spanOf = (node: Node): Span => ({ start: startOf(node), end: node.range?.[1] ?? 0 })

/** With the comma before it, or, of the first one, the comma behind it. */
function withoutFlow(text: string, spans: readonly Span[], at: number): string {
  const own = spans[at]
  if (own === undefined) return text
  const before = spans[at - 1]
  const after = spans[at + 1]
  if (before !== undefined) return text.slice(0, before.end) + text.slice(own.end)
  return text.slice(0, own.start) + text.slice(after === undefined ? own.end : after.start)
}

import { isMap, isNode, isPair, isSeq, stringify, type YAMLMap, type YAMLSeq } from 'yaml'
import { lineEnd, lineStart, withLines } from './lines.js'
import { dashOf, endOf, endOfPair, isNothing, nodeAt, pairOf, parsed, startOf, type Path, type Value } from './nodes.js'

/** A text with one more entry at the end of a list, which is made when it is not there. Nothing else changes. */
export function added(text: string, path: Path, item: Value, index = 0): string {
  const node = nodeAt(parsed(text, index), path)
  if (isSeq(node))
    return node.flow === true || node.items.length === 0
      ? inFlow(text, node, JSON.stringify(item))
      : inBlock(text, node, item)
  if (!isNothing(node)) throw new Error(`no list at ${path.join('.')}`)
  return withMember(text, path.slice(0, -1), String(path.at(-1)), [item], index)
}

/** A text with one more member at the end of a map, which is made when it is not there. */
export function withMember(text: string, path: Path, key: string, value: Value, index = 0): string {
  const map = nodeAt(parsed(text, index), path)
  if (!isMap(map)) {
    if (!isNothing(map) || path.length === 0) throw new Error(`no map at ${path.join('.')}`)
    return withMember(text, path.slice(0, -1), String(path.at(-1)), { [key]: value }, index)
  }
  if (map.flow === true || map.items.length === 0) return inFlow(text, map, `${JSON.stringify(key)}: ${spaced(value)}`)
  const first = map.items[0]
  const column = isPair(first) && isNode(first.key) ? columnOf(text, startOf(first.key)) : 0
  const written = pairOf(map, key)
  if (written === undefined) return withLines(text, lineEnd(text, endOf(map)), block({ [key]: value }, column))
  // The key stands there with nothing below it; what is put below is not indented, so that it is known again.
  const below = Array.isArray(value) ? block(value, column) : block(value, column + 2)
  return withLines(text, lineEnd(text, endOfPair(written)), below)
}

/** A space behind its bracket tells what was made here from what stood there empty before. */
function spaced(value: Value): string {
  if (typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[ ${value.map(spaced).join(', ')}]`
  const members = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${spaced(inner)}`)
  return `{ ${members.join(', ')}}`
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

function block(value: Value, column: number): string[] {
  const lines = stringify(value, { lineWidth: 0 }).trimEnd().split('\n')
  return lines.map((line) => (line === '' ? '' : ' '.repeat(column) + line))
}

function inBlock(text: string, list: YAMLSeq, item: Value): string {
  const column = columnOf(text, dashOf(list, 0))
  return withLines(text, lineEnd(text, endOf(list)), block([item], column))
}

function inFlow(text: string, node: YAMLSeq | YAMLMap, written: string): string {
  const last = node.items.at(-1)
  const at = isPair(last) ? endOfPair(last) : isNode(last) ? (last.range?.[1] ?? 0) : startOf(node) + 1
  return `${text.slice(0, at)}${last === undefined ? '' : ', '}${written}${text.slice(at)}`
}

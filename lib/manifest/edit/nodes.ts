import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'

export type Path = readonly (string | number)[]

/** What can be written: texts, switches, and lists and maps of them. */
export type Value = string | boolean | readonly Value[] | { readonly [key: string]: Value }

export function parsed(text: string, index: number): Document {
  const all = parseAllDocuments(text, { uniqueKeys: false, keepSourceTokens: true, prettyErrors: false })
  const document = Array.isArray(all) ? all[index] : undefined
  if (document === undefined) throw new Error(`no document ${index} in this text`)
  return document
}

export function nodeAt(document: Document, path: Path): Node | undefined {
  let node: unknown = document.contents
  for (const step of path) {
    if (isMap(node)) node = pairOf(node, String(step))?.value
    else if (isSeq(node)) node = node.items[Number(step)]
    else return undefined
  }
  return isNode(node) ? node : undefined
}

export function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items
    .filter((item) => isPair(item))
    .findLast((pair) => isScalar(pair.key) && String(pair.key.value) === key)
}

export const isNothing = (node: Node | undefined): boolean =>
  node === undefined || (isScalar(node) && node.value === null)

/** Where a node begins. */
export function startOf(node: Node): number {
  return node.range?.[0] ?? 0
}

/** Where the last thing of a node ends; collections say more than that, as comments behind them count there. */
export function endOf(node: Node): number {
  if (isSeq(node) && node.flow !== true && node.items.length > 0) {
    const last = node.items.at(-1)
    const dash = dashOf(node, node.items.length - 1) + 1
    return isNode(last) && !isNothing(last) ? endOf(last) : dash
  }
  if (isMap(node) && node.flow !== true && node.items.length > 0) {
    const last = node.items.at(-1)
    if (isPair(last)) return endOfPair(last)
  }
  return node.range?.[1] ?? 0
}

export function endOfPair({ key, value }: Pair): number {
  if (isNode(value) && !isNothing(value)) return endOf(value)
  return isNode(key) ? endOf(key) : 0
}

/** Where the dash of an entry stands. */
export function dashOf(list: YAMLSeq, at: number): number {
  const token = list.srcToken
  const item = token?.type === 'block-seq' ? token.items[at] : undefined
  const dash = item?.start.find(({ type }) => type === 'seq-item-ind')
  if (dash === undefined) throw new Error('a list that was read keeps its dashes')
  return dash.offset
}

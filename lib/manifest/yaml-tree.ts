import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml'
import type { Place } from './place.js'

/** A document of a file, or of a block of text in it, with what maps its offsets to those of the file. */
export interface Tree {
  readonly document: Document
  /** Offset in the document's text → offset in the file. */
  readonly toFile: (offset: number) => number
}

/** A node of a tree; undefined where nothing is written. */
export interface Branch {
  readonly tree: Tree
  readonly node: Node | undefined
}

export const rootOf = (tree: Tree): Branch => ({
  tree,
  node: isNode(tree.document.contents) ? tree.document.contents : undefined,
})

/** The value below a path of keys and list positions. Of equal keys the last one counts, as for the kubelet. */
export function below(branch: Branch, ...path: readonly (string | number)[]): Branch {
  const [first, ...rest] = path
  if (first === undefined) return branch
  return below({ tree: branch.tree, node: child(branch, first) }, ...rest)
}

function child({ tree, node }: Branch, key: string | number): Node | undefined {
  const value = isAlias(node) ? node.resolve(tree.document) : node
  if (isSeq(value) && typeof key === 'number') return asNode(value.items[key])
  if (!isMap(value) || typeof key !== 'string') return undefined
  return asNode(pairsOfMap(value).findLast((pair) => keyOf(pair) === key)?.value)
}

const asNode = (value: unknown): Node | undefined => (isNode(value) ? value : undefined)

function pairsOfMap(map: YAMLMap): Pair[] {
  return map.items.filter((item) => isPair(item))
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : ''
}

/** The members of a map, the keys with their places. */
export function membersOf(branch: Branch): { readonly key: string; readonly at: Place; readonly value: Branch }[] {
  const node = resolved(branch)
  if (!isMap(node)) return []
  return pairsOfMap(node).map((pair) => ({
    key: keyOf(pair),
    at: placeOf({ tree: branch.tree, node: asNode(pair.key) }),
    value: { tree: branch.tree, node: asNode(pair.value) },
  }))
}

/** The items of a list; none where something else stands. */
export function itemsOf(branch: Branch): Branch[] {
  const node = resolved(branch)
  return isSeq(node) ? node.items.map((item) => ({ tree: branch.tree, node: asNode(item) })) : []
}

export type Shape = 'nothing' | 'map' | 'list' | 'scalar'

export function shapeOf(branch: Branch): Shape {
  const node = resolved(branch)
  if (isMap(node)) return 'map'
  if (isSeq(node)) return 'list'
  return isScalar(node) && node.value !== null ? 'scalar' : 'nothing'
}

/** The value of a scalar; undefined for anything else. */
export function valueOf(branch: Branch): unknown {
  const node = resolved(branch)
  return isScalar(node) && node.value !== null ? node.value : undefined
}

/** The text of a scalar of any type; undefined for anything else. */
export function textOf(branch: Branch): string | undefined {
  const value = valueOf(branch)
  return value === undefined ? undefined : typeof value === 'string' ? value : sourceOf(branch)
}

function sourceOf(branch: Branch): string {
  const node = resolved(branch)
  return isScalar(node) ? (node.source ?? String(node.value)) : ''
}

function resolved({ tree, node }: Branch): Node | undefined {
  return isAlias(node) ? asNode(node.resolve(tree.document)) : node
}

/** Where a node stands in the file; the start of its document where nothing is written. */
export function placeOf({ tree, node }: Branch): Place {
  const [start, end] = node?.range ?? [0, 0]
  return { start: tree.toFile(start), end: tree.toFile(end) }
}

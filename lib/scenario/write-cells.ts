import { Document, isMap, isScalar, isSeq, parseDocument, YAMLMap } from 'yaml'
import type { Pair } from 'yaml'
import { groupBy } from '../util/group.js'
import type { CellEntry } from './cells.js'
import { cellSchema } from './schema.js'
import type { Cell } from './schema.js'

const SCHEMA_COMMENT = ' yaml-language-server: $schema=../schemas/cells.json'

/**
 * The text of a cells file with new cells. Of each scenario that has new cells the old ones go; other scenarios, comments
 * and every `why` stay. The same cells give the same text, so that a difference in it is a difference in what a policy does.
 */
export function writeCells(existing: string | null, entries: readonly CellEntry[]): string {
  const document: Document = existing === null ? newDocument() : parseDocument(existing)
  if (document.errors.length > 0) throw new Error('writeCells takes a file that loadCells has read')
  const root = isMap(document.contents) ? document.contents : new YAMLMap()
  document.contents = root
  for (const [scenario, ofScenario] of groupBy(entries, (entry) => entry.scenario)) {
    const steps = mapAt(document, root, scenario)
    const byStep = groupBy(ofScenario, (entry) => entry.step)
    for (const [step, ofStep] of byStep) {
      const requests = mapAt(document, steps, step)
      for (const { request, cells } of ofStep) setCells(document, requests, request, cells)
      keep(
        requests,
        ofStep.map(({ request }) => request),
      )
    }
    keep(steps, [...byStep.keys()])
  }
  return document.toString({ flowCollectionPadding: false, lineWidth: 0 })
}

function newDocument(): Document {
  const document = new Document()
  document.commentBefore = SCHEMA_COMMENT
  return document
}

/** The map under a key; a new one goes in by alphabet, so that the order in which scenarios ran does not show. */
function mapAt(document: Document, parent: YAMLMap, key: string): YAMLMap {
  const found = parent.get(key, true)
  if (isMap(found)) return found
  const map = new YAMLMap()
  const pair = document.createPair(key, map)
  parent.delete(key)
  const next = parent.items.findIndex((item) => keyOf(item) !== 'why' && keyOf(item) > key)
  if (next === 0) releaseHeader(document, parent)
  parent.items.splice(next === -1 ? parent.items.length : next, 0, pair)
  parent.flow = false
  return map
}

/** A comment on top of the file is not about the first scenario, although YAML puts it there: it stays on top. */
function releaseHeader(document: Document, root: YAMLMap): void {
  const key = root.items[0]?.key
  if (root !== document.contents || !isScalar(key) || typeof key.commentBefore !== 'string') return
  const paragraphs = key.commentBefore.split('\n\n')
  const own = paragraphs.length > 1 ? paragraphs.pop() : undefined
  document.commentBefore = [...(document.commentBefore == null ? [] : [document.commentBefore]), ...paragraphs].join(
    '\n\n',
  )
  key.commentBefore = own ?? null
}

/** Leaves only these keys, in this order. */
function keep(map: YAMLMap, keys: readonly string[]): void {
  const kept = map.items.filter((item) => keys.includes(keyOf(item)))
  map.items = kept.sort((a, b) => keys.indexOf(keyOf(a)) - keys.indexOf(keyOf(b)))
}

function setCells(document: Document, requests: YAMLMap, request: string, cells: readonly Cell[]): void {
  const old = requests.get(request, true)
  const oldNodes: readonly unknown[] = isSeq(old) ? old.items : [old]
  const oldCells = oldNodes.flatMap((node) => (isMap(node) ? [inOrder(cellSchema.parse(node.toJS(document)))] : []))
  const newCells = withReasons(cells, oldCells)
  if (JSON.stringify(oldCells) === JSON.stringify(newCells)) return
  const [only] = newCells
  if (isMap(old) && only !== undefined && newCells.length === 1) {
    updateCell(document, old, only)
    return
  }
  const nodes = newCells.map((cell) => document.createNode(cell, { flow: true }))
  requests.set(request, nodes.length === 1 ? nodes[0] : document.createNode(nodes))
}

/** In place, so that comments in the cell stay. */
function updateCell(document: Document, node: YAMLMap, cell: Cell): void {
  for (const [key, value] of Object.entries(cell)) {
    node.set(key, Array.isArray(value) ? document.createNode(value, { flow: true }) : value)
  }
  keep(node, Object.keys(cell))
}

/** New cells with the `why` that stood beside the same cell before, else beside the only one or one of that level. */
function withReasons(cells: readonly Cell[], old: readonly Cell[]): Cell[] {
  const free = [...old]
  const take = (wanted: (cell: Cell) => boolean): Cell | undefined => {
    const index = free.findIndex(wanted)
    return index === -1 ? undefined : free.splice(index, 1)[0]
  }
  const textOf = (cell: Cell): string => JSON.stringify(inOrder({ ...cell, why: undefined }))
  const same = cells.map((cell) => take((other) => textOf(other) === textOf(cell)))
  return cells.map((cell, index) => {
    const isOnly = cells.length === 1 && old.length === 1
    const before = same[index] ?? take(({ level }) => isOnly || level === cell.level)
    return inOrder({ ...cell, why: cell.why ?? before?.why })
  })
}

/** The same keys in the same order, whoever made the cell; only what a cells file holds. */
function inOrder({ level, stages, count, leaks, why }: Cell): Cell {
  return {
    level,
    ...(stages === undefined ? {} : { stages }),
    ...(count === undefined ? {} : { count }),
    ...(leaks === undefined ? {} : { leaks }),
    ...(why === undefined ? {} : { why }),
  }
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key)
}

import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, Scalar } from 'yaml'
import type { Document, Node } from 'yaml'
import type { Problem } from '../errors.js'
import type { Position } from './scenario.js'
import { yamlValue } from './yaml-value.js'

/** Keys and indices from the top of a file to a value. */
export type Path = readonly (string | number)[]

/** Something wrong at a path, not yet located: at the key when the key is wrong or something is missing below it. */
export interface Mistake {
  readonly path: Path
  readonly part?: 'key' | 'value'
  /** The line (from 1) within a block scalar. */
  readonly line?: number
  readonly message: string
}

export type PositionOf = (path: Path, part?: 'key' | 'value') => Position

/** A YAML 1.2 file with the places of what is in it. */
export interface YamlDocument {
  readonly value: unknown
  /** Mistakes in the YAML itself. */
  readonly problems: readonly Problem[]
  /** False when the YAML is so broken that `value` means nothing. */
  readonly readable: boolean
  /** Where the value at a path stands, or the key that names it; the nearest thing around it when it is not there. */
  readonly positionOf: PositionOf
  readonly locate: (mistake: Mistake) => Problem
}

export function readYaml(text: string, file: string): YamlDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    // An empty file has no line at all.
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const { value, readable, mistakes } = yamlValue(document, text)
  const problems = mistakes.map(({ offset, message }) => ({ file, ...at(offset), message }))

  const positionOf: PositionOf = (path, part = 'value') => {
    const found = follow(document, path)
    return at(((part === 'key' ? found.key : null) ?? found.value ?? found.key)?.range?.[0] ?? 0)
  }
  const locate = ({ path, part, line, message }: Mistake): Problem => {
    const start = positionOf(path, part)
    const { value: node } = follow(document, path)
    // The text of a literal block starts on the line below its `|`. Other scalars are folded, so only their start is known.
    const inside = line !== undefined && isScalar(node) && node.type === Scalar.BLOCK_LITERAL
    return { file, ...(inside ? { line: start.line + line, column: 1 } : start), message }
  }
  return { value, problems, readable, positionOf, locate }
}

interface Located {
  readonly key: Node | null
  readonly value: Node | null
}

/** Follows a path as far as the file goes. */
function follow(document: Document, path: Path): Located {
  let found: Located = { key: null, value: document.contents }
  for (const step of path) {
    const container = isAlias(found.value) ? (found.value.resolve(document) ?? null) : found.value
    const next = child(container, step)
    if (next === null) return found
    found = next
  }
  return found
}

function child(container: Node | null, step: string | number): Located | null {
  if (isSeq(container)) {
    const item = container.items[Number(step)]
    return isNode(item) ? { key: null, value: item } : null
  }
  if (!isMap(container)) return null
  const pair = container.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
  if (pair === undefined) return null
  return { key: isNode(pair.key) ? pair.key : null, value: isNode(pair.value) ? pair.value : null }
}

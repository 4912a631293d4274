import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Document, Node as YamlNode, ParsedNode, YAMLMap } from 'yaml'
import { isExcessivelyAliased } from './alias-limit.js'
import { goQuote } from './go-quote.js'
import { DecodingError, START } from './node.js'
import type { Member, Node, Place } from './node.js'
import { resolveScalar } from './resolve-scalar.js'

/**
 * A YAML document as plain values. Follows the decoder of go-yaml 2, whose ways differ from the specification: a merge
 * overrides the keys before it, and of two equal keys the last one wins.
 * @see https://github.com/yaml/go-yaml/blob/v2.4.2/decode.go
 */
export function convertYaml(document: Document, placeOf: PlaceOf): { node: Node; duplicates: readonly string[] } {
  const converter = new Converter(document, placeOf)
  const node = converter.convert(document.contents)
  refuseInfinity(node)
  return { node, duplicates: converter.duplicates }
}

/** YAML is read by way of JSON, which has no such numbers. */
function refuseInfinity(node: Node): void {
  if (node.type === 'array') node.items.forEach(refuseInfinity)
  if (node.type === 'object') node.members.forEach(({ value }) => refuseInfinity(value))
  if (node.type === 'number' && /NaN|Inf/.test(node.value)) {
    throw new DecodingError(`json: unsupported value: ${node.value}`)
  }
}

/** The place of what stands between two offsets of the text that was parsed. */
export type PlaceOf = (start: number, end: number) => Place

/** Keys are told apart by type and value: `1` and `"1"` are two. */
type Entries = Map<string, Member>

class Converter {
  readonly duplicates: string[] = []
  readonly #document: Document
  readonly #placeOf: PlaceOf
  readonly #open = new Set<YamlNode>()
  #decoded = 0
  #aliased = 0

  constructor(document: Document, placeOf: PlaceOf) {
    this.#document = document
    this.#placeOf = placeOf
  }

  convert(node: unknown): Node {
    this.#count()
    if (isAlias(node)) return this.#follow(node, (target) => ({ ...this.convert(target), ...this.#place(node) }))
    if (isScalar(node)) {
      const text = String(node.value)
      if (node.tag === undefined && node.type !== 'PLAIN') return { type: 'string', value: text, ...this.#place(node) }
      return { ...resolveScalar(node.tag, text), ...this.#place(node) }
    }
    if (isSeq(node)) return { type: 'array', items: node.items.map((item) => this.convert(item)), ...this.#place(node) }
    if (isMap(node)) {
      const entries: Entries = new Map()
      this.#fill(entries, node)
      // Stryker disable next-line EqualityOperator: keys of one name, true and "true", are in no order upstream either
      const members = [...entries.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
      return { type: 'object', members, ...this.#place(node) }
    }
    return { type: 'null', ...START }
  }

  #fill(entries: Entries, map: YAMLMap): void {
    for (const pair of map.items) {
      if (isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN') {
        this.#merge(entries, pair.value)
        continue
      }
      const key = this.convert(pair.key)
      if (isEmpty(pair.key)) throw new DecodingError(`yaml: line ${key.line}: did not find expected key`)
      if (key.type === 'array' || key.type === 'object') throw new DecodingError('yaml: invalid map key')
      const value = this.convert(pair.value)
      if (key.type === 'null') throw new DecodingError('unsupported map key of type: %!s(<nil>), key: <nil>')
      const name = String(key.value)
      const identity = `${key.type} ${name}`
      if (entries.has(identity)) {
        const shown = key.type === 'string' ? goQuote(name) : name
        this.duplicates.push(`line ${value.line}: key ${shown} already set in map`)
      }
      entries.set(identity, { key: name, keyAt: placeAlone(key), value })
    }
  }

  /** Of several merged maps the earlier ones win, so the server goes through them backwards. */
  #merge(entries: Entries, node: unknown): void {
    const sources = isSeq(node) ? [...node.items].reverse() : [node]
    for (const source of sources) {
      this.#count()
      if (isMap(source)) this.#fill(entries, source)
      else if (isAlias(source)) {
        this.#follow(source, (target) => {
          if (!isMap(target)) throw new DecodingError(MERGE_NEEDS_MAP)
          this.#fill(entries, target)
        })
      } else throw new DecodingError(MERGE_NEEDS_MAP)
    }
  }

  #follow<Result>(
    alias: YamlNode & { readonly source: string; resolve: (d: Document) => unknown },
    use: (target: unknown) => Result,
  ): Result {
    const target = alias.resolve(this.#document)
    if (target === undefined) throw new DecodingError(`yaml: unknown anchor '${alias.source}' referenced`)
    if (this.#open.has(alias)) throw new DecodingError(`yaml: anchor '${alias.source}' value contains itself`)
    this.#open.add(alias)
    const result = use(target)
    this.#open.delete(alias)
    return result
  }

  #count(): void {
    this.#decoded++
    if (this.#open.size > 0) this.#aliased++
    if (isExcessivelyAliased(this.#decoded, this.#aliased)) {
      throw new DecodingError('yaml: document contains excessive aliasing')
    }
  }

  #place(node: YamlNode): Place {
    // Whatever the parser made has a range.
    const [start, end] = (node as ParsedNode).range
    return this.#placeOf(start, end)
  }
}

/** Whether nothing at all is written there. */
export function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.type === 'PLAIN' && node.source === '' && (node.tag ?? node.anchor) === undefined
}

const MERGE_NEEDS_MAP = 'yaml: map merge requires map or sequence of maps as the value'

function placeAlone({ line, start, end }: Node): Place {
  return { line, start, end }
}

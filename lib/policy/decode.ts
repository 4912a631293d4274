import { goQuote } from './go-quote.js'
import type { GoType, NamedGoType } from './go-types.js'
import { DecodingError } from './node.js'
import type { Node } from './node.js'

/** A decoded Go value; undefined is the zero value. */
export type Value = string | boolean | Slice | Struct | undefined

/** Decoding a key of a JSON file twice lays the second list over the first, so elements past the end are kept. */
export interface Slice {
  readonly elements: Value[]
  length: number
}

export interface Struct {
  readonly fields: Map<string, Value>
  line: number
}

/**
 * Decodes a value into a Go type as sigs.k8s.io/json does. Returns what strict decoding finds fault with: unknown and
 * duplicate fields. Throws what no decoding takes: a value of the wrong type.
 * @see https://github.com/kubernetes-sigs/json/blob/cfa47c3a1cc8/internal/golang/encoding/json/decode.go
 */
export function decode(node: Node, type: NamedGoType): { value: Value; strictErrors: readonly string[] } {
  const decoder = new Decoder()
  const value = decoder.decode(node, type, undefined, { path: '', struct: type.name, fields: [] })
  if (decoder.error !== null) throw new DecodingError(decoder.error)
  return { value, strictErrors: [...decoder.strictErrors].slice(0, 100) }
}

export function isSlice(value: Value): value is Slice {
  return typeof value === 'object' && 'elements' in value
}

export function isStruct(value: Value): value is Struct {
  return typeof value === 'object' && 'fields' in value
}

/** Where a value stands. */
interface Where {
  /** As strict errors name it: `rules[0].users`. */
  readonly path: string
  /** As other errors name it: the struct that has the field, and the fields that lead there. */
  readonly struct: string
  readonly fields: readonly string[]
}

class Decoder {
  /** Only the first one is ever shown. */
  error: string | null = null
  readonly strictErrors = new Set<string>()

  /** `old` is what stands there already. */
  decode(node: Node, type: GoType, old: Value, where: Where): Value {
    if (type.kind === 'time') this.#checkTime(node, where)
    if (type.kind === 'time' || type.kind === 'any') return undefined
    // null empties a list and leaves anything else as it is.
    if (node.type === 'null') return type.kind === 'slice' ? undefined : old
    if (node.type === 'array' && type.kind === 'slice') return this.#slice(node.items, type.of, old, where)
    if (node.type === 'object' && type.kind === 'struct') return this.#structure(node, type, old, where)
    if (node.type === 'string' && type.kind === 'string') return node.value
    if (node.type === 'bool' && type.kind === 'bool') return node.value
    if (node.type === 'number' && type.kind === 'int64') {
      if (!isInt64(node.value)) this.#mismatch(`number ${node.value}`, type.name, where)
      return old
    }
    if (node.type === 'object' && type.kind === 'map') this.#checkMap(node, type.of, where)
    else this.#mismatch(node.type, type.name, where)
    return old
  }

  #slice(items: readonly Node[], of: GoType, old: Value, where: Where): Slice {
    const slice = isSlice(old) && items.length > 0 ? old : { elements: [], length: 0 }
    for (const [index, item] of items.entries()) {
      const path = `${where.path}[${index}]`
      slice.elements[index] = this.decode(item, of, slice.elements[index], { ...where, path })
    }
    slice.length = items.length
    return slice
  }

  #structure(node: Node & { type: 'object' }, type: GoType & { kind: 'struct' }, old: Value, where: Where): Struct {
    const struct = isStruct(old) ? old : { fields: new Map<string, Value>(), line: node.line }
    struct.line = node.line
    const seen = new Set<string>()
    for (const { key, value } of node.members) {
      const field = Object.hasOwn(type.fields, key) ? type.fields[key] : undefined
      const path = where.path === '' ? key : `${where.path}.${key}`
      if (field === undefined) {
        this.strictErrors.add(`unknown field ${goQuote(path)}`)
        continue
      }
      if (seen.has(key)) this.strictErrors.add(`duplicate field ${goQuote(path)}`)
      seen.add(key)
      const inside = { path, struct: type.name.replace('v1.', ''), fields: [...where.fields, key] }
      struct.fields.set(key, this.decode(value, field, struct.fields.get(key), inside))
    }
    return struct
  }

  #checkMap(node: Node & { type: 'object' }, of: GoType, where: Where): void {
    const seen = new Set<string>()
    for (const { key, value } of node.members) {
      const path = `${where.path}.${key}`
      if (seen.has(key)) this.strictErrors.add(`duplicate field ${goQuote(path)}`)
      seen.add(key)
      this.decode(value, of, undefined, { ...where, path })
    }
  }

  #checkTime(node: Node, where: Where): void {
    if (node.type === 'null') return
    if (node.type !== 'string') {
      this.#mismatch(node.type, 'string', where)
      return
    }
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[-+]\d{2}:\d{2})$/.test(node.value)) {
      const layout = '2006-01-02T15:04:05Z07:00'
      throw new DecodingError(
        `parsing time ${goQuote(node.value)} as ${goQuote(layout)}: cannot parse ${goQuote(node.value)} as "2006"`,
      )
    }
  }

  #mismatch(found: string, wanted: string, { struct, fields }: Where): void {
    const field = `${struct}.${fields.join('.')}`
    this.error ??= `json: cannot unmarshal ${found} into Go struct field ${field} of type ${wanted}`
  }
}

function isInt64(text: string): boolean {
  return /^-?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
}

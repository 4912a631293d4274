import { z } from 'zod'
import { nearest } from './nearest.js'
import type { Path } from './yaml-document.js'

export type Schema = z.core.$ZodType
type Mapping = Readonly<Record<string, unknown>>

/** Which branch of a union a value was meant for, or why that cannot be told. */
export type Branch =
  | { readonly index: number }
  | { readonly index: null; readonly message: string; /** The key that is one too many. */ readonly key: string | null }

/** The schema that the value at a path is held against; null where there is none. On the way unions follow the value. */
export function schemaAt(root: Schema, value: unknown, path: Path): Schema | null {
  let schema: Schema | null = unwrap(root)
  let inner = value
  for (const step of path) {
    const container: Schema | null = schema === null ? null : resolve(schema, inner)
    const next: Schema | null = container === null ? null : childSchema(container, String(step))
    schema = next === null ? null : unwrap(next)
    inner = valueAt(inner, [step])
  }
  return schema
}

/** The keys that a mapping may have; empty when any key will do. */
export function keysOf(schema: Schema | null, value: unknown): readonly string[] {
  const branch = schema === null ? null : resolve(schema, value)
  return branch instanceof z.ZodObject ? Object.keys(branch.shape) : []
}

/** The branches of a union. */
export function optionsOf(schema: Schema | null): readonly Schema[] {
  return schema instanceof z.ZodUnion ? schema.options : []
}

export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (isMapping(value) || Array.isArray(value) ? Reflect.get(value, step) : undefined),
    root,
  )
}

/** A mapping belongs to the branch whose own required key it has: `run` makes a step a command, `request` a raw request. */
export function chooseBranch(options: readonly Schema[], value: unknown): Branch {
  if (!isMapping(value)) {
    const index = options.findIndex((option) => Array.isArray(value) && unwrap(option) instanceof z.ZodArray)
    if (index !== -1) return { index }
    return { index: null, message: `must be ${describeOptions(options)}`, key: null }
  }
  const objects = options.map((option, index) => ({ index, schema: unwrap(option) }))
  const branches = objects.flatMap(({ index, schema }) => (schema instanceof z.ZodObject ? [{ index, schema }] : []))
  if (branches.length === 1 && branches[0] !== undefined) return { index: branches[0].index }

  const marks = branches.map(({ index, schema }) => ({
    index,
    key: ownRequiredKey(
      schema,
      branches.map((b) => b.schema),
    ),
  }))
  const [first, second] = marks.filter(({ key }) => key in value)
  if (first !== undefined && second === undefined) return { index: first.index }
  const keys = marks.map(({ key }) => key)
  const list = keys.map((key) => `\`${key}\``).join(', ')
  if (first !== undefined && second !== undefined) {
    return {
      index: null,
      message: `has both \`${first.key}\` and \`${second.key}\`; keep one of ${list}`,
      key: second.key,
    }
  }
  const misspelt = Object.keys(value)
    .map((key) => nearest(key, keys))
    .find((key) => key !== null)
  const meant = marks.find(({ key }) => key === misspelt)
  return meant ?? { index: null, message: `needs one of ${list}`, key: null }
}

/** `a string or a list`. */
export function describeOptions(options: readonly Schema[]): string {
  return [...new Set(options.map(describeSchema))].join(' or ')
}

/** `a string`, `a list`, ... as a person would say what a schema wants. */
function describeSchema(schema: Schema): string {
  const inner = unwrap(schema)
  if (inner instanceof z.ZodArray) return 'a list'
  if (inner instanceof z.ZodObject || inner instanceof z.ZodRecord) return 'a mapping'
  return `a ${inner._zod.def.type}`
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unwrap(schema: Schema): Schema {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? unwrap(schema.def.innerType) : schema
}

function resolve(schema: Schema, value: unknown): Schema | null {
  if (!(schema instanceof z.ZodUnion)) return schema
  const { index } = chooseBranch(schema.options, value)
  const option = index === null ? undefined : schema.options[index]
  return option === undefined ? null : resolve(unwrap(option), value)
}

function childSchema(schema: Schema, key: string): Schema | null {
  if (schema instanceof z.ZodArray) return schema.element
  if (schema instanceof z.ZodRecord) return schema.valueType
  if (schema instanceof z.ZodObject) return shapeOf(schema)[key] ?? schema.def.catchall ?? null
  return null
}

function shapeOf(schema: z.ZodObject): Readonly<Record<string, Schema | undefined>> {
  return schema.shape
}

/** Every branch of the unions in schema.ts has a required key that no other branch knows. */
function ownRequiredKey(schema: z.ZodObject, all: readonly z.ZodObject[]): string {
  const others = all.filter((other) => other !== schema)
  const own = Object.entries(shapeOf(schema)).find(
    ([key, value]) => value !== undefined && value === unwrap(value) && others.every((other) => !(key in other.shape)),
  )
  if (own === undefined) throw new Error('a branch of a union has no required key of its own')
  return own[0]
}

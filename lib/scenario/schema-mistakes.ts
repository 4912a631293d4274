import type { z } from 'zod'
import { nearest, suggest } from './nearest.js'
import { chooseBranch, describeOptions, isMapping, keysOf, optionsOf, schemaAt, valueAt } from './schema-walk.js'
import type { Schema } from './schema-walk.js'
import type { Mistake, Path } from './yaml-document.js'

/** What zod found, in words for whoever wrote the file. `value` is the whole value that `schema` was held against. */
export function schemaMistakes(schema: Schema, value: unknown, issues: readonly z.core.$ZodIssue[]): Mistake[] {
  const mistakes = issues.flatMap((issue) => problemsOf(schema, value, issue, []))
  // A misspelt required key is one mistake, not an unknown key and a missing one.
  const meant = new Set(mistakes.flatMap(({ means }) => (means === undefined ? [] : [means])))
  return mistakes.filter(({ missing }) => missing === undefined || !meant.has(missing))
}

interface Found extends Mistake {
  /** Paths, as text, of the key that is missing and of the key that an unknown one probably means. */
  readonly missing?: string
  readonly means?: string
}

function problemsOf(schema: Schema, root: unknown, issue: z.core.$ZodIssue, prefix: Path): Found[] {
  const path: Path = [...prefix, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))]
  const value = valueAt(root, path)
  const at = (message: string): Found[] => [{ path, part: 'value', message }]
  switch (issue.code) {
    case 'unrecognized_keys': {
      const allowed = keysOf(schemaAt(schema, root, path), value)
      return issue.keys.map((key) => unknownKey(path, key, allowed))
    }
    case 'invalid_union': {
      const union = optionsOf(schemaAt(schema, root, path))
      const branch = chooseBranch(union, value)
      if (branch.index === null) {
        if (value === undefined) return [missingKey(path, describeOptions(union))]
        const found = isMapping(value) ? '' : `, but is ${describe(value)}`
        const message = `${nameOf(path)} ${branch.message}${found}`
        return branch.key === null ? at(message) : [{ path: [...path, branch.key], part: 'key', message }]
      }
      return (issue.errors[branch.index] ?? []).flatMap((inner) => problemsOf(schema, root, inner, path))
    }
    case 'invalid_type':
      return value === undefined
        ? [missingKey(path, typeWords(issue.expected))]
        : at(wrongType(path, issue.expected, value))
    case 'invalid_value':
      return value === undefined
        ? [missingKey(path, `one of ${issue.values.join(', ')}`)]
        : at(wrongValue(path, issue.values.map(String), value))
    case 'invalid_key':
      return [{ path, part: 'key', message: `${nameOf(path)} cannot be a key here: ${expectation(issue.issues[0])}` }]
    case 'too_small':
    case 'too_big':
      return at(
        `${nameOf(path)} must ${range(issue)}, but ${Array.isArray(value) ? `has ${value.length}` : `is ${describe(value)}`}`,
      )
    case 'invalid_format':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return at(`${nameOf(path)} is ${describe(value)}; expected ${expectation(issue)}`)
  }
}

function unknownKey(path: Path, key: string, allowed: readonly string[]): Found {
  const near = nearest(key, allowed)
  const message = `unknown key \`${key}\`; ${suggest(key, allowed).replace(/^known:/, 'allowed here:')}`
  return { path: [...path, key], part: 'key', message, ...(near === null ? {} : { means: asText([...path, near]) }) }
}

function missingKey(path: Path, expected: string): Found {
  const message = `${nameOf(path)} is missing; add it: ${expected}`
  return { path: path.slice(0, -1), part: 'key', message, missing: asText(path) }
}

function wrongType(path: Path, expected: string, value: unknown): string {
  const quotes = expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')
  const brackets = expected === 'array' && typeof value === 'string'
  const advice = quotes ? `; write '${String(value)}'` : brackets ? `; write [${value}]` : ''
  return `${nameOf(path)} must be ${typeWords(expected)}, but is ${describe(value)}${advice}`
}

function wrongValue(path: Path, allowed: readonly string[], value: unknown): string {
  const near = typeof value === 'string' ? nearest(value, allowed) : null
  const advice = near === null ? '' : `; did you mean \`${near}\`?`
  const words = allowed.length === 1 ? `\`${allowed.join()}\`` : `one of ${allowed.join(', ')}`
  return `${nameOf(path)} must be ${words}, but is ${describe(value)}${advice}`
}

function range(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const [word, bound, inclusive] =
    issue.code === 'too_small'
      ? ['at least', issue.minimum, issue.inclusive]
      : ['at most', issue.maximum, issue.inclusive]
  if (issue.origin === 'string')
    return issue.code === 'too_small' ? 'not be empty' : `have at most ${String(bound)} characters`
  if (issue.origin === 'array') return `have ${word} ${String(bound)} ${Number(bound) === 1 ? 'item' : 'items'}`
  if (inclusive === false) return `be ${issue.code === 'too_small' ? 'more' : 'less'} than ${String(bound)}`
  return `be ${word} ${String(bound)}`
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
}

function typeWords(expected: string): string {
  return TYPE_WORDS[expected] ?? expected
}

/** What a format asks for stands beside it in schema.ts. */
function expectation(issue: z.core.$ZodIssue | undefined): string {
  return issue?.message ?? 'something else'
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (isMapping(value)) return 'a mapping'
  if (typeof value === 'string') return value === '' ? 'an empty string' : `the string \`${value}\``
  return typeof value === 'number' ? `the number ${value}` : `the boolean ${String(value === true)}`
}

function nameOf(path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'the file'
  if (typeof last === 'string') return `\`${last}\``
  return `item ${last + 1} of ${nameOf(path.slice(0, -1))}`
}

function asText(path: Path): string {
  return JSON.stringify(path)
}

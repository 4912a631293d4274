import type { z } from 'zod'
import { InputError } from '../errors.js'
import type { Problem } from '../errors.js'
import { schemaMistakes } from './schema-mistakes.js'
import { readYaml } from './yaml-document.js'
import type { Mistake, PositionOf } from './yaml-document.js'

/** What a file says, checked against its schema, with the places of everything in it. */
export interface ParsedFile<T> {
  readonly value: T
  readonly positionOf: PositionOf
  /** Throws when there are mistakes: all of them at once, in the order of the file. */
  readonly refuse: (mistakes: readonly Mistake[]) => void
}

/** Reads a YAML file of ours. Throws an InputError with every problem of syntax or shape. */
export function parseFile<T>(schema: z.ZodType<T>, text: string, file: string): ParsedFile<T> {
  const { value, problems, readable, positionOf, locate } = readYaml(text, file)
  if (!readable) throw unusable(file, problems)
  const parsed = schema.safeParse(value)
  const shape = schemaMistakes(schema, value, parsed.error?.issues ?? [])
  if (!parsed.success || problems.length > 0) throw unusable(file, [...problems, ...shape.map(locate)])
  const refuse = (mistakes: readonly Mistake[]): void => {
    if (mistakes.length > 0) throw unusable(file, mistakes.map(locate))
  }
  return { value: parsed.data, positionOf, refuse }
}

function unusable(file: string, problems: readonly Problem[]): InputError {
  // A mistake that several aliases stand for is one.
  const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()
  const sorted = [...unique].sort((a, b) => a.line - b.line || a.column - b.column)
  const count = sorted.length === 1 ? 'a problem' : `${sorted.length} problems`
  return new InputError(`${file} cannot be used: ${count}`, { problems: sorted })
}

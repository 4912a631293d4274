/** What differs between databases; all else in the statement is SQL that they share. Arguments and results are SQL. */
export interface Dialect {
  /** A string, whatever stands in it; null when the database can hold no such string, so that nothing equals it. */
  readonly literal: (text: string) => string | null
  /** An array, from 1, of what stands at these paths of a JSON object: JSON each, NULL where there is nothing. */
  readonly members: (object: string, paths: readonly (readonly string[])[]) => string
  /** Whether a JSON value is of this type; NULL for NULL. */
  readonly isOfType: (json: string, type: JsonType) => string
  /** Whether a JSON array holds nothing but strings. */
  readonly holdsStrings: (array: string) => string
  /** The string that a JSON value is. */
  readonly text: (json: string) => string
  /** Whether a JSON array of strings holds one of these literals. */
  readonly holdsAny: (array: string, literals: readonly string[]) => string
  /** Whether a regular expression matches. Classes, groups and counts only: these mean the same everywhere. */
  readonly matches: (text: string, regex: string) => string
  /** The first group of a regular expression; empty when it does not match. */
  readonly captured: (text: string, regex: string) => string
  /** Percent-decodes a text whose escapes are UTF-8, without %00. */
  readonly percentDecoded: (text: string) => string
  /**
   * A query of `columns` for each row of a table, as its steps lead to them. Each is computed once for a row, and no row
   * waits for another. The row itself is `source`; the columns of a step are those of its name.
   */
  readonly query: (columns: readonly string[], from: string, steps: readonly Step[]) => string
}

/** Columns that are computed from those of the steps before: each a name and its SQL. */
export interface Step {
  readonly name: string
  /** What they are; empty where the SQL says it. */
  readonly comment: string
  readonly columns: readonly (readonly [name: string, expression: string, comment?: string])[]
}

export type JsonType = 'string' | 'object' | 'array' | 'null'

/** 'it''s' */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A comment of one line before the SQL; nothing for none. */
export function commented(comment = '', indent = ''): string {
  return comment === '' ? '' : `${indent}-- ${comment}\n`
}

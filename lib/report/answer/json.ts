import type { Answer, AnswerInput } from '../../ask/answer.js'

/** Each table by its name, its rows as objects. */
export function answerJson({ tables, notes, events, holds }: Answer, input: AnswerInput): string {
  const named = tables.map(({ name, columns, rows }): [string, unknown] => [
    name,
    rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null]))),
  ])
  const result = {
    schemaVersion: 1,
    holds,
    ...Object.fromEntries(named),
    ...(events.length === 0 ? {} : { events }),
    notes,
    input,
  }
  return `${JSON.stringify(result, null, 2)}\n`
}

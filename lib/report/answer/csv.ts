import { stringify } from 'csv-stringify/sync'
import type { Answer } from '../../ask/answer.js'
import { printable } from '../../util/printable.js'

/** Tables with a heading each, an empty line between two. Nothing that a spreadsheet would take for a formula. */
export function answerCsv({ tables }: Answer): string {
  return tables
    .filter(({ rows }, index) => index === 0 || rows.length > 0)
    .map(({ columns, rows }) =>
      stringify(
        rows.map((row) => row.map((cell) => (typeof cell === 'string' ? printable(cell) : cell))),
        { header: true, columns: [...columns], escape_formulas: true },
      ),
    )
    .join('\n')
}

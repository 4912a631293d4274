import pc from 'picocolors'
import type { Answer, AnswerInput, AnswerTable, Cell } from '../../ask/answer.js'
import { countOf, formatCount } from '../../util/numbers.js'
import { printable, printableLines } from '../../util/printable.js'
import { lightTable, linesOfTable } from '../text/light-table.js'

/** Tables, whole Events, then what the rows do not say. Nothing of a log reaches the terminal as it is. */
export function answerText(answer: Answer, input: AnswerInput, { color }: { readonly color: boolean }): string {
  const colors = pc.createColors(color)
  const tables = answer.tables.filter(({ rows }) => rows.length > 0)
  const blocks = [
    ...tables.map((table) => tableLines(table, answer.tables.length > 1, colors)),
    ...answer.events.map((event) => [printableLines(JSON.stringify(event, null, 2))]),
    [...answer.notes.map(printable), ...inputLines(input, colors)],
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

type Colors = ReturnType<typeof pc.createColors>

function tableLines({ name, columns, rows }: AnswerTable, isNamed: boolean, colors: Colors): string[] {
  // A column that is empty in every row takes room and says nothing.
  const shown = columns.map((_, index) => index).filter((index) => rows.some((row) => !isEmpty(row[index])))
  const numbers = new Set(
    shown.filter((index) => rows.every((row) => typeof row[index] === 'number' || isEmpty(row[index]))),
  )
  const headings = shown.map((index) => columns[index] ?? '')
  const left = new Set(shown.filter((index) => !numbers.has(index)).map((index) => columns[index]))
  const cells = rows.map((row) => shown.map((index) => words(row[index] ?? null)))
  const heading = isNamed ? [colors.bold(name), ''] : []
  return [...heading, ...linesOfTable(lightTable(headings, cells, (one) => left.has(one), colors))]
}

function isEmpty(cell: Cell | undefined): boolean {
  return cell === null || cell === undefined || cell === ''
}

function words(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'number' ? formatCount(cell) : printable(cell)
}

function inputLines({ files, events, skipped }: AnswerInput, colors: Colors): string[] {
  const read = colors.dim(`${countOf(events, 'Event')} in ${countOf(files, 'file')}`)
  if (skipped.lines === 0) return [read]
  return [
    read,
    colors.yellow(`${countOf(skipped.lines, 'line')} held no Event:`),
    ...skipped.first.map(({ file, line, message }) => printable(`  ${file}:${line}: ${message}`)),
  ]
}

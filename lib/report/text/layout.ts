import type { Result } from '../../run/result.js'
import { displayWidth } from '../../util/width.js'
import { cellDetails, cellMark, cellWords } from '../cell.js'
import type { Matrix, MatrixRow } from '../matrix.js'
import { PIPED_WIDTH } from './section.js'

/** How a matrix is written into a width. */
export interface Layout {
  readonly write: (result: Result) => string
  /** Columns have marks instead of words, which take a legend. */
  readonly marks: boolean
  /** Columns are headed by numbers, which take a key. */
  readonly numbered: boolean
  readonly headings: readonly string[]
  /** Width of each column, the gap before it included. */
  readonly columns: readonly number[]
  readonly gap: number
  /** Width of the column of requests. */
  readonly labels: number
}

interface Choice {
  readonly write: (result: Result) => string
  readonly marks: boolean
  readonly numbered: boolean
  readonly gap: number
}

const DETAILS: Choice = { write: cellDetails, marks: false, numbered: false, gap: 2 }

/** From what reads best to what fits best. */
const CHOICES: readonly Choice[] = [
  { write: cellWords, marks: false, numbered: false, gap: 2 },
  { write: cellWords, marks: false, numbered: true, gap: 2 },
  { write: cellMark, marks: true, numbered: false, gap: 2 },
  { write: cellMark, marks: true, numbered: true, gap: 2 },
  { write: cellMark, marks: true, numbered: true, gap: 1 },
]

/** Requests are cut rather than cells, but never shorter than this. */
const SHORTEST_LABEL = 20

/**
 * The first way of writing a matrix that fits; where none does the last, with its requests cut to a terminal's width. Null
 * where a terminal is too narrow for that as well.
 */
export function chooseLayout(matrix: Matrix, width: number | null): Layout | null {
  const choices = matrix.policies.length <= 2 ? [DETAILS, ...CHOICES] : CHOICES
  const layouts = choices.map((choice) => layoutOf(matrix, choice))
  const fitting = layouts.find((layout) => layout.labels + total(layout.columns) <= (width ?? PIPED_WIDTH))
  if (fitting !== undefined) return fitting
  const narrowest = layouts[layouts.length - 1] as Layout
  if (width === null) return narrowest
  const labels = width - total(narrowest.columns)
  return labels < SHORTEST_LABEL ? null : { ...narrowest, labels }
}

function layoutOf(matrix: Matrix, { write, marks, numbered, gap }: Choice): Layout {
  const rows = matrix.scenarios.flatMap((scenario) => scenario.rows)
  const headings = matrix.policies.map(({ name }, index) => (numbered ? `${index + 1}` : name))
  const columns = matrix.policies.map(({ name }, index) => {
    const cells = new Set(rows.flatMap((row) => row.cells.get(name) ?? []).map(write))
    return gap + widest([headings[index] ?? '', ...cells])
  })
  const labels = Math.max(
    ...matrix.scenarios.map(({ scenario, rows }) => Math.max(displayWidth(scenario.name), labelWidth(rows))),
  )
  return { write, marks, numbered, headings, columns, gap, labels }
}

/** `  step  request`, steps and requests aligned. */
export function labelWidth(rows: readonly MatrixRow[]): number {
  return 2 + stepWidth(rows) + 2 + widest(rows.map(({ request }) => request))
}

export function stepWidth(rows: readonly MatrixRow[]): number {
  return widest(rows.map(({ step }) => step))
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(displayWidth))
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0)
}

import type { Colors } from 'picocolors/types.js'
import { LEVELS } from '../../audit/level.js'
import type { PolicyResult, Result, RunResult } from '../../run/result.js'
import { displayWidth, flow, pad, truncate } from '../../util/width.js'
import { FAILED, LEVEL_MARKS, PROJECTED, SKIPPED, UNKNOWN, WEAKNESS } from '../cell.js'
import type { Matrix, MatrixRow } from '../matrix.js'
import { matrixOf } from '../matrix.js'
import { shardWords } from '../shard.js'
import type { Layout } from './layout.js'
import { chooseLayout, labelWidth, stepWidth } from './layout.js'
import { hasManyPolicies, overviewLines } from './overview.js'
import type { Style } from './section.js'

/** Rows are requests, columns are policies, a cell is the level that the request's Events carry. */
export function matrixSection(result: RunResult, style: Style): string[] {
  const { colors, width } = style
  const head = `${colors.bold('audit-lab')}  engine ${result.engine}, kube-apiserver ${result.kubernetes}`
  const matrix = matrixOf(result)
  const shard = shardWords(result) ?? []
  if (matrix.policies.length === 0) return [head].concat(shard)
  const layout = hasManyPolicies(matrix) ? null : chooseLayout(matrix, width)
  if (layout === null) return [head].concat(shard, overviewLines(matrix, style))
  const body = matrix.scenarios.flatMap(({ scenario, rows }) => [
    '',
    // Every scenario repeats the headings: of eighty rows one sees twenty at a time.
    colors.bold(label(scenario.name, layout)) +
      layout.headings.map((text, at) => colors.dim(column(text, at, layout))).join(''),
    ...rows.flatMap((row, index) => {
      const repeated = rows[index - 1]?.step === row.step
      const [last = '', ...above] = labelLines(row, repeated, rows, layout).reverse()
      return [...above, label(last, layout) + cells(row, matrix.policies, layout, colors)].map((line) => line.trimEnd())
    }),
  ])
  return [head].concat(shard, keyOf(matrix.policies, layout), body, legendOf(matrix, layout, style))
}

/** `step  request` on one line or, where that is too long for some request of the scenario, on two. */
function labelLines(
  { step, request }: MatrixRow,
  repeated: boolean,
  rows: readonly MatrixRow[],
  layout: Layout,
): string[] {
  if (labelWidth(rows) <= layout.labels) return [`  ${pad(repeated ? '' : step, stepWidth(rows))}  ${request}`]
  return [...(repeated ? [] : [`  ${step}`]), `    ${request}`]
}

function label(text: string, { labels }: Layout): string {
  return pad(truncate(text, labels), labels)
}

/** The gap stands before the text. Padded before it is coloured: an escape sequence has no width. */
function column(text: string, index: number, { columns, gap }: Layout): string {
  const last = index === columns.length - 1
  return ' '.repeat(gap) + (last ? text : pad(text, (columns[index] ?? gap) - gap))
}

function cells({ cells }: MatrixRow, policies: readonly PolicyResult[], layout: Layout, colors: Colors): string {
  return policies
    .map(({ name }, index) => {
      const result = cells.get(name)
      return result === undefined
        ? column('', index, layout)
        : paint(result, column(layout.write(result), index, layout), colors)
    })
    .join('')
}

function paint({ status, actual }: Result, text: string, colors: Colors): string {
  switch (status) {
    case 'failed':
      return colors.bold(colors.red(text))
    case 'weakness':
      return colors.yellow(text)
    case 'unknown':
      return colors.magenta(text)
    case 'skipped':
      return colors.dim(text)
    case 'passed':
      return actual === 'None' ? colors.dim(text) : text
  }
}

function keyOf(policies: readonly PolicyResult[], { numbered }: Layout): string[] {
  if (!numbered) return []
  const names = Math.max(...policies.map(({ name }) => displayWidth(name)))
  return ['', ...policies.map(({ name, path }, index) => `${`${index + 1}`.padStart(4)}  ${pad(name, names)}  ${path}`)]
}

/** Explains the marks that stand in this matrix, and no others. */
function legendOf(matrix: Matrix, { marks }: Layout, { colors, width }: Style): string[] {
  const results = matrix.scenarios.flatMap(({ rows }) => rows.flatMap((row) => [...row.cells.values()]))
  const has = (status: Result['status']): boolean => results.some((result) => result.status === status)
  const levels = LEVELS.filter((level) => results.some(({ actual }) => actual === level))
  const words = [
    ...(marks ? levels.map((level) => `${LEVEL_MARKS[level]} ${level}`) : []),
    ...(has('failed') ? [`${FAILED} failed`] : []),
    ...(has('weakness') ? [`${WEAKNESS} known weakness`] : []),
    ...(results.some(({ how }) => how === 'projected') ? [`${PROJECTED} projected`] : []),
    ...(marks && has('unknown') ? [`${UNKNOWN} unknown`] : []),
    ...(marks && has('skipped') ? [`${SKIPPED} skipped`] : []),
  ]
  return words.length === 0 ? [] : ['', ...flow(words, '   ', width).map((line) => colors.dim(line))]
}

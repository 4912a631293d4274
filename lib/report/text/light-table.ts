import Table from 'cli-table3'
import type { Colors } from 'picocolors/types.js'

const OUTER = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
] as const
const INNER = ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'] as const

/** No lines but the space between columns: the numbers are what one looks at. */
const LIGHT = { ...Object.fromEntries([...OUTER, ...INNER].map((name) => [name, ''])), middle: '  ' }

/** A table without lines; the columns that `isLeft` names are aligned to the left. Headings of two lines are no wider than numbers. */
export function lightTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  isLeft: (heading: string) => boolean,
  colors: Colors,
): Table.Table {
  const drawn = new Table({
    head: headings.map((heading) =>
      heading
        .split(/ (?=\S+$)/)
        .map((line) => colors.dim(line))
        .join('\n'),
    ),
    colAligns: headings.map((heading) => (isLeft(heading) ? 'left' : 'right')),
    chars: LIGHT,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  drawn.push(...rows.map((row) => [...row]))
  return drawn
}

/** The lines of a table, without spaces at their ends. */
export function linesOfTable(table: Table.Table): string[] {
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
}

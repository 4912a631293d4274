import Table from 'cli-table3'
import type { Colors } from 'picocolors/types.js'
import type { PolicyResult, RunResult } from '../../run/result.js'
import { wrap } from '../../util/width.js'
import { volumeLimitNote } from '../limits.js'
import type { VolumeColumn } from '../volume.js'
import { BACKGROUND_NOTE, breakdownColumns, hasBackground, TRAFFIC_COLUMNS } from '../volume.js'
import { PIPED_WIDTH, section } from './section.js'
import type { Style } from './section.js'

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

/** What each policy costs: the scenarios' own traffic as counted, background as a rate. */
export function volumeSection(run: RunResult, style: Style): string[] {
  const breakdown = breakdownColumns(run)
  const whole = table(run.policies, [...TRAFFIC_COLUMNS, ...breakdown], style.colors)
  const tables =
    whole.width <= (style.width ?? PIPED_WIDTH) || breakdown.length === 0
      ? [whole]
      : [table(run.policies, TRAFFIC_COLUMNS, style.colors), table(loadedOf(run), breakdown, style.colors)]
  const drawn = tables.map((one) =>
    one
      .toString()
      .split('\n')
      .map((line) => line.trimEnd()),
  )
  const notes = [...(hasBackground(run) ? [BACKGROUND_NOTE] : []), ...volumeLimitNote(run)]
  const dimmed = notes.map((note) => wrap(note, style.width).map((line) => style.colors.dim(line)))
  return section('Log volume', [...drawn, ...dimmed], style)
}

function loadedOf({ policies }: RunResult): PolicyResult[] {
  return policies.filter(({ loaded }) => loaded !== 'refused')
}

function table(policies: readonly PolicyResult[], columns: readonly VolumeColumn[], colors: Colors): Table.Table {
  const headings = ['policy', ...columns.map(({ heading }) => heading)]
  const drawn = new Table({
    // Two lines, so that a heading is no wider than its numbers.
    head: headings.map((heading) =>
      heading
        .split(/ (?=\S+$)/)
        .map((line) => colors.dim(line))
        .join('\n'),
    ),
    colAligns: headings.map((heading) => (heading === 'policy' || heading === 'loaded' ? 'left' : 'right')),
    chars: LIGHT,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  drawn.push(...policies.map((policy) => [policy.name, ...columns.map(({ cell }) => cell(policy))]))
  return drawn
}

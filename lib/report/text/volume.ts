import type Table from 'cli-table3'
import type { Colors } from 'picocolors/types.js'
import type { PolicyResult, RunResult } from '../../run/result.js'
import { wrap } from '../../util/width.js'
import { volumeLimitNote } from '../limits.js'
import type { VolumeColumn } from '../volume.js'
import { lightTable, linesOfTable } from './light-table.js'
import { BACKGROUND_NOTE, breakdownColumns, hasBackground, TRAFFIC_COLUMNS } from '../volume.js'
import { PIPED_WIDTH, section } from './section.js'
import type { Style } from './section.js'

/** What each policy costs: the scenarios' own traffic as counted, background as a rate. */
export function volumeSection(run: RunResult, style: Style): string[] {
  const breakdown = breakdownColumns(run)
  const whole = table(run.policies, [...TRAFFIC_COLUMNS, ...breakdown], style.colors)
  const tables =
    whole.width <= (style.width ?? PIPED_WIDTH) || breakdown.length === 0
      ? [whole]
      : [table(run.policies, TRAFFIC_COLUMNS, style.colors), table(loadedOf(run), breakdown, style.colors)]
  const drawn = tables.map(linesOfTable)
  const notes = [...(hasBackground(run) ? [BACKGROUND_NOTE] : []), ...volumeLimitNote(run)]
  const dimmed = notes.map((note) => wrap(note, style.width).map((line) => style.colors.dim(line)))
  return section('Log volume', [...drawn, ...dimmed], style)
}

function loadedOf({ policies }: RunResult): PolicyResult[] {
  return policies.filter(({ loaded }) => loaded !== 'refused')
}

function table(policies: readonly PolicyResult[], columns: readonly VolumeColumn[], colors: Colors): Table.Table {
  return lightTable(
    ['policy', ...columns.map(({ heading }) => heading)],
    policies.map((policy) => [policy.name, ...columns.map(({ cell }) => cell(policy))]),
    (heading) => heading === 'policy' || heading === 'loaded',
    colors,
  )
}

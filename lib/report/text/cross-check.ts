import type { RunResult } from '../../run/result.js'
import { countOf, formatCount } from '../../util/numbers.js'
import { wrap } from '../../util/width.js'
import { FAILED } from '../cell.js'
import { section, type Style } from './section.js'

const SHOWN = 20

/** A live run beside its replay: what differs, and how near the predicted volume comes. */
export function crossCheckSection({ crossCheck }: RunResult, style: Style): string[] {
  if (crossCheck === null) return []
  const { colors, width } = style
  const { requests, events, differences, volumes } = crossCheck
  const found = differences
    .slice(0, SHOWN)
    .map(({ policy, scenario, step, what }) => [
      `${colors.red(FAILED)} ${colors.bold([policy, scenario, step].filter((part) => part !== '').join(': '))}`,
      ...wrap(what, width === null ? null : width - 2).map((line) => `  ${line}`),
    ])
  const more = differences.length - found.length
  const widest = Math.max(...volumes.map(({ live, replayed }) => deviation(live.bytes, replayed.bytes)), 0)
  const eventsEqual = volumes.every(({ live, replayed }) => live.events === replayed.events)
  return section(
    'Live against replay',
    [
      [
        `${formatCount(requests)} requests and ${formatCount(events)} Events compared, ${countOf(differences.length, 'difference')}`,
      ],
      ...found,
      more > 0 ? [`and ${formatCount(more)} more`] : [],
      [
        eventsEqual
          ? `volume: as many Events as predicted under every policy, bytes at most ${(widest * 100).toFixed(3)} % off`
          : `volume: another number of Events than predicted under ${volumes
              .filter(({ live, replayed }) => live.events !== replayed.events)
              .map(({ policy }) => policy)
              .join(', ')}`,
      ],
    ],
    style,
  )
}

function deviation(live: number, replayed: number): number {
  return live === 0 ? (replayed === 0 ? 0 : 1) : Math.abs(live - replayed) / live
}

import type { Level } from '../audit/level.js'
import { LEVELS } from '../audit/level.js'
import type { PolicyResult, RunResult, Volume } from '../run/result.js'
import { formatBytes, formatCount } from '../util/numbers.js'

/** One column of the table of costs: a heading and a text for each policy. */
export interface VolumeColumn {
  readonly heading: string
  readonly cell: (policy: PolicyResult) => string
}

/** What stands under a table that has background columns. */
export const BACKGROUND_NOTE =
  "background: what the cluster's own components cost with nobody there, per minute, projected from the main server's log"

/** How each policy loaded and what the scenarios' traffic cost under it. */
export const TRAFFIC_COLUMNS: readonly VolumeColumn[] = [
  { heading: 'loaded', cell: ({ loaded }) => loaded },
  counted('events', ({ events }) => formatCount(events)),
  counted('bytes', ({ bytes }) => formatBytes(bytes)),
  counted('gzipped', ({ gzipped }) => (gzipped === null ? 'not known' : formatBytes(gzipped))),
  counted('of it discovery', ({ discovery }) => formatBytes(discovery.bytes)),
]

/** The traffic by level, for the levels that some policy wrote, and background where it was captured. */
export function breakdownColumns(run: RunResult): VolumeColumn[] {
  const levels = LEVELS.filter((level) => run.policies.some(({ byLevel }) => byLevel[level] !== undefined))
  return [...levels.map(levelColumn), ...(hasBackground(run) ? BACKGROUND_COLUMNS : [])]
}

export function hasBackground({ policies }: RunResult): boolean {
  return policies.some(({ background }) => background !== null)
}

function levelColumn(level: Level): VolumeColumn {
  return counted(`at ${level}`, ({ byLevel }) => formatBytes(byLevel[level]?.bytes ?? 0))
}

const BACKGROUND_COLUMNS: readonly VolumeColumn[] = [
  counted('background events/min', (policy) => perMinute(policy, ({ events }) => events, formatCount)),
  counted('background bytes/min', (policy) => perMinute(policy, ({ bytes }) => bytes, formatBytes)),
]

/** A refused policy wrote nothing, which is not the same as a cost of 0. */
function counted(heading: string, cell: (policy: PolicyResult) => string): VolumeColumn {
  return { heading, cell: (policy) => (policy.loaded === 'refused' ? '' : cell(policy)) }
}

/** A rate needs a time in which to count. */
function perMinute(
  { background }: PolicyResult,
  of: (volume: Volume) => number,
  format: (value: number) => string,
): string {
  if (background === null || background.seconds === 0) return 'not captured'
  return format((of(background) * 60) / background.seconds)
}

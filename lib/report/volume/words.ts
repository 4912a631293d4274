import type { PolicyVolume, VolumeInput, VolumeLimit, VolumeResult } from '../../volume/result.js'
import { countOf, formatBytes, formatCount } from '../../util/numbers.js'

/** One column of the table of policies. */
export interface PolicyColumn {
  readonly heading: string
  readonly cell: (policy: PolicyVolume) => string
}

/** What policies cost, side by side. A number that the log cannot show all of has `≥` in front. */
export function policyColumns({ policies }: VolumeResult): PolicyColumn[] {
  const has = (of: (policy: PolicyVolume) => unknown): boolean => policies.some((policy) => of(policy) !== null)
  const days = policies.find(({ retention }) => retention !== null)?.retention?.days ?? 0
  return [
    { heading: 'events', cell: (policy) => least(policy, formatCount(policy.events)) },
    { heading: 'bytes', cell: (policy) => least(policy, formatBytes(policy.bytes)) },
    { heading: 'gzipped, estimated', cell: ({ gzipped }) => formatBytes(gzipped.bytes) },
    ...(has(({ rate }) => rate) ? RATES : []),
    ...(has(({ retention }) => retention)
      ? [column(`kept ${days} days`, ({ retention }) => retention && formatBytes(retention.bytes))]
      : []),
    ...(has(({ price }) => price) ? [column('price a month', ({ price }) => price && price.perMonth.toFixed(2))] : []),
  ]
}

const RATES: readonly PolicyColumn[] = [
  column('events/s', ({ rate }) => rate && oneDecimal(rate.eventsPerSecond)),
  column('peak bytes/min', ({ rate }) => rate && formatBytes((rate.peak.bytes * 60) / rate.peak.seconds)),
  column('bytes a day', ({ rate }) => rate && formatBytes(rate.perDay.bytes)),
]

function column(heading: string, cell: (policy: PolicyVolume) => string | null): PolicyColumn {
  return { heading, cell: (policy) => cell(policy) ?? '' }
}

function least({ atLeast }: PolicyVolume, text: string): string {
  return atLeast ? `≥${text}` : text
}

function oneDecimal(value: number): string {
  return value < 100 ? value.toFixed(1) : formatCount(value)
}

/** What was read, in a line. */
export function inputWords({ files, events, bytes, from, to, takenUnder }: VolumeInput): string {
  const time = from === null || to === null ? 'no times' : `${from} to ${to}`
  const under = takenUnder === null ? '' : `, taken under ${takenUnder}`
  return `${countOf(files, 'file')}, ${countOf(events, 'Event')}, ${formatBytes(bytes)}, ${time}${under}`
}

/** What must be known of the input besides, a line each. */
export function inputNotes({ takenUnder, rewritten, skippedLines, skipped }: VolumeInput): string[] {
  const notes = skipped.map(({ file, line, message }) => `${file}:${line}: ${message}`)
  const more = skippedLines - skipped.length
  if (skippedLines > 0) notes.unshift(`${countOf(skippedLines, 'line')} skipped:`)
  if (more > 0) notes.push(`and ${formatCount(more)} more`)
  if (rewritten > 0)
    notes.push(
      `${countOf(rewritten, 'Event')} came as a collector had written them again: their bytes are close, not exact`,
    )
  if (takenUnder === null)
    notes.push(
      'requests that the policy of the server logged nothing of are in no number; --taken-under finds whether there are any',
    )
  return notes
}

export function limitWords({ limit, certain, events, means, example }: VolumeLimit): string {
  const whose = events === null ? '' : ` (${certain ? '' : 'possibly '}${countOf(events, 'Event')})`
  return `${limit}${whose}: ${means}${example === null ? '' : ` For example: ${example}`}`
}

/** `12.3 %` of the whole. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`
}

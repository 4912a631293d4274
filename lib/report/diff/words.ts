import type { DecidedBy, PolicyDifference, VolumeChange } from '../../check/result.js'
import { countOf, formatBytes, formatCount } from '../../util/numbers.js'
import { printable } from '../../util/printable.js'
import { placeWords } from '../check/words.js'

/** `Metadata → None`; with stages and managedFields where only they differ. */
export function changeWords({ before, after }: PolicyDifference): string {
  if (before.level !== after.level) return `${before.level} → ${after.level}`
  const stages = (one: DecidedBy): string =>
    one.omitStages.length === 0 ? 'with every stage' : `without ${one.omitStages.join(', ')}`
  if (stages(before) !== stages(after)) return `${after.level}, ${stages(before)} → ${stages(after)}`
  const fields = (one: DecidedBy): string => `${one.omitManagedFields ? 'without' : 'with'} managedFields`
  return `${after.level}, ${fields(before)} → ${fields(after)}`
}

/** `rules 1-3, 7, policy.yaml:12 → rule 1, new.yaml:9`: the place is that of the first. */
export function rulesWords({ before, after }: PolicyDifference): string {
  return `${sideWords(before)} → ${sideWords(after)}`
}

function sideWords({ rules }: DecidedBy): string {
  const [first] = rules
  if (first === undefined) return ''
  if (rules.length === 1) return placeWords(first.rule, printable(first.at))
  const numbers = rules.flatMap(({ rule }) => rule ?? [])
  const none = numbers.length < rules.length ? ' or no rule' : ''
  return `${numbers.length === 1 ? 'rule' : 'rules'} ${ranges(numbers)}${none}, ${printable(first.at)}`
}

/** `1-3, 7` */
function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] === number - 1) last[1] = number
    else runs.push([number, number])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}${to === from + 1 ? ', ' : '-'}${to}`)).join(', ')
}

/** The bytes of some of it, for a line among many. */
export function bytesWords(volumes: readonly VolumeChange[]): string[] {
  const words = volumes.map(
    (one) => `${one.traffic}: ${formatBytes(one.before.bytes)} → ${formatBytes(one.after.bytes)}`,
  )
  return words.length === 0 ? [] : [words.join('; ')]
}

/** `an idle cluster in a day: 174 → 20 events, 174 KiB → 12 KiB` */
export function volumeWords({ traffic, before, after, isAtLeast }: VolumeChange): string {
  const events = `${formatCount(before.events)} → ${countOf(after.events, 'event')}`
  const percent = before.bytes === 0 ? null : Math.round(((after.bytes - before.bytes) * 100) / before.bytes)
  const share = percent === null ? '' : ` (${percent > 0 ? '+' : ''}${percent} %)`
  const open = isAtLeast ? ', at least: there is more that the capture cannot tell' : ''
  return `${traffic}: ${events}, ${formatBytes(before.bytes)} → ${formatBytes(after.bytes)}${share}${open}`
}

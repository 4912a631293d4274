import type { PerDay, Rate } from './result.js'
import type { Times } from './times.js'
import type { Volume } from './volume.js'

const DAY = 86_400

/** How fast a policy's log grows. Null where the log spans no time. `ratio` is what gzip leaves of a byte. */
export function rateOf(times: Times, policy: number, volume: Volume, ratio: number): Rate | null {
  const seconds = (times.end - times.first) / 1000
  if (!(seconds > 0)) return null
  let peak: Rate['peak'] = { seconds: times.seconds, at: iso(times.first), events: 0, bytes: 0 }
  const days = new Map<number, number>()
  for (const [start, sums] of times.sums()) {
    const [events = 0, bytes = 0] = sums.subarray(2 * policy, 2 * policy + 2)
    if (bytes > peak.bytes) peak = { seconds: times.seconds, at: iso(start * 1000), events, bytes }
    const day = Math.floor(start / DAY)
    days.set(day, (days.get(day) ?? 0) + bytes)
  }
  const perSecond = { eventsPerSecond: volume.events / seconds, bytesPerSecond: volume.bytes / seconds }
  return { seconds, ...perSecond, peak, perDay: perDay(times, days, perSecond, ratio) }
}

function perDay(
  times: Times,
  days: ReadonlyMap<number, number>,
  { eventsPerSecond, bytesPerSecond }: Pick<Rate, 'eventsPerSecond' | 'bytesPerSecond'>,
  ratio: number,
): PerDay {
  const bytes = Math.round(bytesPerSecond * DAY)
  const first = Math.ceil(times.first / 1000 / DAY)
  const end = Math.floor(times.end / 1000 / DAY)
  const whole = Array.from({ length: Math.max(0, end - first) }, (_, index) => days.get(first + index) ?? 0)
  const range =
    whole.length < 2
      ? null
      : {
          days: whole.length,
          least: whole.reduce((least, one) => Math.min(least, one), Infinity),
          most: whole.reduce((most, one) => Math.max(most, one), 0),
        }
  return { events: Math.round(eventsPerSecond * DAY), bytes, gzipped: Math.round(bytes * ratio), range }
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

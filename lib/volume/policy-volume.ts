import { captureLimit } from '../audit/capture-limits.js'
import { LEVELS, type Level } from '../audit/level.js'
import type { Policy } from '../policy/policy.js'
import { lineOfRule } from './count.js'
import { rateOf } from './rates.js'
import type { PolicyVolume, Price, RuleCost, VolumeLimit } from './result.js'
import { largestFirst } from './table.js'
import type { Times } from './times.js'
import type { PolicyTotals } from './totals.js'
import type { Volume } from './volume.js'

/** What gzip made of a sample of a policy's lines. */
export interface GzipSample {
  readonly bytes: number
  readonly gzipped: number
}

export interface Counted {
  readonly policy: Policy
  readonly name: string
  readonly path: string
  readonly totals: PolicyTotals
  readonly sample: GzipSample
}

/** What is to be projected from the bytes of a day. */
export interface Projection {
  readonly retentionDays: number | null
  readonly pricePerGigabyte: number | null
}

/** The totals of a policy as its part of the result. `index` is its place in `times`. */
export function policyVolume(
  { policy, name, path, totals, sample }: Counted,
  times: Times,
  index: number,
  { retentionDays, pricePerGigabyte }: Projection,
): PolicyVolume {
  const volume = sum([...totals.byLevel.values()])
  const ratio = sample.bytes === 0 ? 0 : sample.gzipped / sample.bytes
  const limits = limitsOf(totals)
  const rate = rateOf(times, index, volume, ratio)
  return {
    ...{ name, path, ...volume },
    atLeast: limits.some(({ leaves }) => leaves !== 'nothing'),
    limits,
    gzipped: { bytes: Math.round(volume.bytes * ratio), sampledBytes: sample.bytes },
    byLevel: Object.fromEntries(
      LEVELS.flatMap((level) => {
        const found = totals.byLevel.get(level)
        return found === undefined ? [] : [[level, { ...found }]]
      }),
    ),
    byRule: costs(policy, totals),
    byRequest: largestFirst(totals.byRequest),
    byUser: largestFirst(totals.byUser),
    byUserAgent: largestFirst(totals.byUserAgent),
    byNode: largestFirst(totals.byNode),
    rate,
    retention:
      rate === null || retentionDays === null
        ? null
        : {
            days: retentionDays,
            bytes: rate.perDay.bytes * retentionDays,
            gzipped: rate.perDay.gzipped * retentionDays,
          },
    price: rate === null || pricePerGigabyte === null ? null : price(pricePerGigabyte, rate.perDay.bytes),
  }
}

function price(perGigabyte: number, bytesPerDay: number): Price {
  const perDay = (bytesPerDay / 1e9) * perGigabyte
  return { perGigabyte, perDay, perMonth: perDay * 30 }
}

/** In the order of the policy; rules that decide no request of the log are there with 0. */
function costs(policy: Policy, totals: PolicyTotals): RuleCost[] {
  const rules = policy.rules.map(({ level }, index) => ruleCost(policy, totals, index + 1, level))
  return totals.byRule.has('0') ? [...rules, ruleCost(policy, totals, null, 'None')] : rules
}

function ruleCost(policy: Policy, totals: PolicyTotals, rule: number | null, level: Level): RuleCost {
  const none = { events: 0, bytes: 0 }
  const { events, bytes } = totals.byRule.get(String(rule ?? 0)) ?? none
  const without = rule === null ? { events, bytes } : (totals.withoutRule.get(String(rule)) ?? none)
  const saves = { events: events - without.events, bytes: bytes - without.bytes }
  return { rule, line: lineOfRule(policy, rule), level, events, bytes, saves }
}

function limitsOf({ limits, received }: PolicyTotals): VolumeLimit[] {
  const missing = received.ended - received.begun
  const known = limits.get('missing-stage')
  const all = [...limits].filter(([limit]) => limit !== 'missing-stage')
  if (known !== undefined || missing > 0)
    all.push(['missing-stage', { events: Math.max(missing, known?.events ?? 0), certain: true }])
  return all.map(([limit, { events, certain }]) => {
    const { leaves, means } = captureLimit(limit)
    return { limit, certain, events, leaves, means, example: null }
  })
}

function sum(volumes: readonly Volume[]): Volume {
  return volumes.reduce((all, { events, bytes }) => ({ events: all.events + events, bytes: all.bytes + bytes }), {
    events: 0,
    bytes: 0,
  })
}

import { evaluate } from '../policy/evaluate.js'
import type { Policy } from '../policy/policy.js'
import type { Volume } from '../volume/volume.js'
import type { VolumeChange } from './result.js'
import type { Traffic } from './traffic.js'

/** A rule of the one policy and a rule of the other, each counted from 1; null where none matches. */
type Pair = readonly [before: number | null, after: number | null]

/** What captured traffic costs under two policies: all of it, and by the rules that decide it. */
export interface TrafficChange {
  readonly all: VolumeChange
  /** Of the requests that one of these pairs of rules decides; null when there are none. */
  readonly between: (pairs: readonly Pair[]) => VolumeChange | null
}

export function trafficChange({ name, under }: Traffic, before: Policy, after: Policy): TrafficChange {
  const [was, is] = [under(before), under(after)]
  const samples = was.map((sample, index) => ({
    pair: keyOf([evaluate(before, sample.attributes).rule, evaluate(after, sample.attributes).rule]),
    was: sample,
    is: is[index] ?? sample,
  }))
  const change = (some: typeof samples): VolumeChange => ({
    traffic: name,
    before: sum(some.map((one) => one.was.volume)),
    after: sum(some.map((one) => one.is.volume)),
    isAtLeast: some.some((one) => one.was.isAtLeast || one.is.isAtLeast),
  })
  return {
    all: change(samples),
    between: (pairs) => {
      const keys = new Set(pairs.map(keyOf))
      const some = samples.filter(({ pair }) => keys.has(pair))
      return some.length === 0 ? null : change(some)
    },
  }
}

function keyOf(pair: Pair): string {
  return pair.join(' ')
}

/** What is projected to a day is rounded only as a whole. */
function sum(volumes: readonly Volume[]): Volume {
  const total = (of: (volume: Volume) => number): number =>
    Math.round(volumes.reduce((all, volume) => all + of(volume), 0))
  return { events: total(({ events }) => events), bytes: total(({ bytes }) => bytes) }
}

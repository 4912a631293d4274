import { LEVELS } from '../../audit/level.js'
import { groupBy } from '../../util/group.js'
import type { PolicyResult, RuleVolume, Volume, VolumeByLevel } from '../result.js'

type Background = NonNullable<PolicyResult['background']>

/** One policy's numbers in all shards as one. What cannot be told exactly is null. */
export function mergePolicy(parts: readonly [PolicyResult, ...PolicyResult[]], engine: string): PolicyResult {
  const [first] = parts
  const backgrounds = parts.flatMap(({ background }) => background ?? [])
  return {
    ...first,
    ...sum(parts),
    gzipped: parts.length === 1 ? first.gzipped : null,
    byLevel: mergeLevels(parts.map(({ byLevel }) => byLevel)),
    byRule: mergeRules(parts.flatMap(({ byRule }) => byRule)),
    scenarios: sum(parts.map(({ scenarios }) => scenarios)),
    discovery: sum(parts.map(({ discovery }) => discovery)),
    background: mergeBackground(backgrounds, engine),
  }
}

export function sum(volumes: readonly Volume[]): Volume {
  return {
    events: volumes.reduce((total, { events }) => total + events, 0),
    bytes: volumes.reduce((total, { bytes }) => total + bytes, 0),
  }
}

function mergeLevels(all: readonly VolumeByLevel[]): VolumeByLevel {
  return Object.fromEntries(
    LEVELS.flatMap((level) => {
      const volumes = all.flatMap((one) => one[level] ?? [])
      return volumes.length === 0 ? [] : [[level, sum(volumes)]]
    }),
  )
}

function mergeRules(all: readonly RuleVolume[]): RuleVolume[] {
  const rules = [...groupBy(all, ({ rule }) => String(rule)).values()]
  return rules
    .map(([first, ...others]) => ({ rule: first.rule, line: first.line, ...sum([first, ...others]) }))
    .sort((a, b) => (a.rule ?? Infinity) - (b.rule ?? Infinity))
}

/**
 * A replay counts one recorded background in every shard, so it is that one. Live shards have a cluster and a window of
 * time each: windows add up, in Events and in seconds, and the rate is that of all the time that was watched.
 */
function mergeBackground(parts: readonly Background[], engine: string): Background | null {
  const [first] = parts
  if (first === undefined) return null
  if (engine === 'replay' || parts.length === 1) return first
  return {
    ...sum(parts),
    seconds: parts.reduce((total, { seconds }) => total + seconds, 0),
    gzipped: null,
    byLevel: mergeLevels(parts.map(({ byLevel }) => byLevel)),
  }
}

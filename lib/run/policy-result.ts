import { createHash } from 'node:crypto'
import { isDiscovery } from '../audit/is-discovery.js'
import { LEVELS, type Level } from '../audit/level.js'
import type { Background, PolicyExecution } from '../engine/execution.js'
import type { Policy } from '../policy/policy.js'
import { lineOfRule, projectLines, volumeByLevel } from '../volume/count.js'
import { digestVolume } from '../volume/digest-volume.js'
import { lineBytes, volumeOf, type RuleVolume, type Volume } from '../volume/volume.js'
import { groupBy } from '../util/group.js'
import { once } from '../util/once.js'
import { evaluable } from './case.js'
import type { JudgedPolicy } from './case.js'
import type { CellsFile } from '../scenario/cells.js'
import { gzippedBytes } from './gzip.js'
import type { ObservedRequest } from './observe.js'
import type { PolicyResult } from './result.js'

export interface DecidedRequest {
  readonly request: ObservedRequest
  /** The deciding rule, counted from 1; null when none matched or it cannot be told. */
  readonly rule: number | null
}

/** What a policy's log holds, in numbers; `requests` are those that the scenarios made. */
export function policyResult(
  policy: JudgedPolicy,
  { loaded, message, background }: PolicyExecution,
  requests: readonly DecidedRequest[],
): PolicyResult {
  const evaluated = evaluable(policy)
  const lines = requests.flatMap(({ request }) => request.lines)
  const written = requests.flatMap(({ request }) => writtenBy(request))
  return {
    name: policy.name,
    path: policy.path,
    sha256: { policy: sha256(policy.text), cells: policy.cells === null ? null : sha256(cellsText(policy.cells)) },
    loaded,
    message,
    ...sumOf(written),
    gzipped: gzippedBytes(lines),
    byLevel: levelsOf(written),
    byRule: evaluated === null ? [] : rulesOf(requests, evaluated),
    scenarios: sumOf(written.filter(({ discovery }) => !discovery)),
    discovery: sumOf(written.filter(({ discovery }) => discovery)),
    background: background === null || evaluated === null ? null : backgroundOf(background, evaluated),
  }
}

/** A line of the log as far as it counts. */
interface Written {
  readonly bytes: number
  readonly level: Level
  readonly discovery: boolean
}

/** A replay gives many policies the same requests. */
const writtenBy = once(({ lines, events, attributes }: ObservedRequest): readonly Written[] => {
  const discovery = isDiscovery(attributes)
  return events.map(({ level }, index) => ({ level, discovery, bytes: lineBytes(lines[index] ?? '') }))
})

function sumOf(written: readonly Written[]): Volume {
  return { events: written.length, bytes: written.reduce((sum, { bytes }) => sum + bytes, 0) }
}

function levelsOf(written: readonly Written[]): PolicyResult['byLevel'] {
  const groups = groupBy(written, ({ level }) => level)
  return Object.fromEntries(
    LEVELS.flatMap((level) => {
      const group = groups.get(level)
      return group === undefined ? [] : [[level, sumOf(group)]]
    }),
  )
}

/** By the rule that decided the request; rules without lines are left out. */
function rulesOf(requests: readonly DecidedRequest[], policy: Policy): RuleVolume[] {
  const logged = requests.filter(({ request }) => request.lines.length > 0)
  return [...groupBy(logged, ({ rule }) => String(rule)).values()]
    .map((group) => ({
      rule: group[0].rule,
      line: lineOfRule(policy, group[0].rule),
      ...sumOf(group.flatMap(({ request }) => writtenBy(request))),
    }))
    .sort((a, b) => (a.rule ?? Infinity) - (b.rule ?? Infinity))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** What the cells say, wherever their file is. */
function cellsText({ why, entries }: CellsFile): string {
  return JSON.stringify({ why, entries })
}

function backgroundOf(background: Background, policy: Policy): PolicyResult['background'] {
  if ('digest' in background) {
    const byLevel = digestVolume(background.digest, policy)
    const volumes = Object.values(byLevel)
    const sum = (of: (volume: Volume) => number): number => volumes.reduce((total, volume) => total + of(volume), 0)
    const { seconds } = background.digest
    return { events: sum(({ events }) => events), bytes: sum(({ bytes }) => bytes), seconds, gzipped: null, byLevel }
  }
  const projected = projectLines(background.lines, policy)
  return {
    ...volumeOf(projected),
    seconds: background.seconds,
    gzipped: gzippedBytes(projected),
    byLevel: volumeByLevel(projected),
  }
}

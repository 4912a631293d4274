import { createHash } from 'node:crypto'
import { isDiscovery } from '../audit/is-discovery.js'
import type { Background, PolicyExecution } from '../engine/execution.js'
import type { Policy } from '../policy/policy.js'
import { projectLines, volumeByLevel, volumeByRule } from '../volume/count.js'
import { digestVolume } from '../volume/digest-volume.js'
import { volumeOf, type Volume } from '../volume/volume.js'
import { evaluable } from './case.js'
import type { JudgedPolicy } from './case.js'
import type { CellsFile } from '../scenario/cells.js'
import { gzippedBytes } from './gzip.js'
import type { ObservedRequest } from './observe.js'
import type { PolicyResult } from './result.js'

/** What a policy's log holds, in numbers; `requests` are those that the scenarios made. */
export function policyResult(
  policy: JudgedPolicy,
  { loaded, message, background }: PolicyExecution,
  requests: readonly ObservedRequest[],
): PolicyResult {
  const evaluated = evaluable(policy)
  const lines = requests.flatMap((request) => request.lines)
  const discovery = requests.filter(({ attributes }) => isDiscovery(attributes))
  const rest = requests.filter(({ attributes }) => !isDiscovery(attributes))
  return {
    name: policy.name,
    path: policy.path,
    sha256: { policy: sha256(policy.text), cells: policy.cells === null ? null : sha256(cellsText(policy.cells)) },
    loaded,
    message,
    ...volumeOf(lines),
    gzipped: gzippedBytes(lines),
    byLevel: volumeByLevel(lines),
    byRule: evaluated === null ? [] : volumeByRule(lines, evaluated),
    scenarios: volumeOf(rest.flatMap((request) => request.lines)),
    discovery: volumeOf(discovery.flatMap((request) => request.lines)),
    background: background === null || evaluated === null ? null : backgroundOf(background, evaluated),
  }
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

import { attributesOfEvent } from '../audit/attributes-of.js'
import type { Attributes } from '../audit/attributes.js'
import type { AuditEvent } from '../audit/event.js'
import { LEVELS, type Level, type Stage } from '../audit/level.js'
import { projectLine } from '../audit/project.js'
import { evaluate } from '../policy/evaluate.js'
import type { Policy } from '../policy/policy.js'
import type { Volume } from './volume.js'
import { lineBytes } from './volume.js'

/**
 * A catch-all log in short: requests with the same attributes are one entry, with the bytes of their Events under every
 * decision that a policy can make. Its volume under a policy is exact, because a policy sees nothing but attributes.
 */
export interface Digest {
  readonly seconds: number
  readonly entries: readonly DigestEntry[]
}

export interface DigestEntry {
  readonly attributes: Attributes
  readonly stages: readonly StageVolume[]
}

export interface StageVolume {
  readonly stage: Stage
  readonly events: number
  /** Bytes at Metadata, Request, RequestResponse; then at Request and RequestResponse without managedFields. */
  readonly bytes: readonly [number, number, number, number, number]
}

const LOGGED = LEVELS.filter((level) => level !== 'None')

/** Digests lines that the catch-all policy wrote in so many seconds. */
export function digestOf(lines: readonly string[], seconds: number): Digest {
  const entries = new Map<string, { attributes: Attributes; stages: Map<Stage, { events: number; bytes: number[] }> }>()
  for (const line of lines) {
    const event = JSON.parse(line) as AuditEvent
    const attributes = attributesOfEvent(event)
    const key = JSON.stringify(attributes)
    const entry = entries.get(key) ?? { attributes, stages: new Map<Stage, { events: number; bytes: number[] }>() }
    entries.set(key, entry)
    const stage = entry.stages.get(event.stage) ?? { events: 0, bytes: [0, 0, 0, 0, 0] }
    entry.stages.set(event.stage, stage)
    stage.events += 1
    sizes(line).forEach((size, index) => (stage.bytes[index] = (stage.bytes[index] ?? 0) + size))
  }
  return {
    seconds,
    entries: [...entries.values()].map(({ attributes, stages }) => ({
      attributes,
      stages: [...stages].map(([stage, { events, bytes }]) => ({ stage, events, bytes: bytes as unknown as StageVolume['bytes'] })),
    })),
  }
}

function sizes(line: string): number[] {
  const size = (level: Level, omitManagedFields: boolean): number =>
    lineBytes(projectLine(line, { level, omitStages: [], omitManagedFields }) ?? '')
  return [...LOGGED.map((level) => size(level, false)), size('Request', true), size('RequestResponse', true)]
}

/** What the digested log would have been under a policy, by level. */
export function digestVolume(digest: Digest, policy: Policy): Partial<Record<Level, Volume>> {
  const byLevel: Partial<Record<Level, { events: number; bytes: number }>> = {}
  for (const { attributes, stages } of digest.entries) {
    const decision = evaluate(policy, attributes)
    if (decision.level === 'None') continue
    const place = LOGGED.indexOf(decision.level) + (decision.omitManagedFields && decision.level !== 'Metadata' ? 2 : 0)
    for (const { stage, events, bytes } of stages) {
      if (decision.omitStages.includes(stage)) continue
      const volume = (byLevel[decision.level] ??= { events: 0, bytes: 0 })
      volume.events += events
      volume.bytes += bytes[place] ?? 0
    }
  }
  return byLevel
}

import { attributesOfEvent } from './attributes-of.js'
import type { Attributes } from './attributes.js'
import type { AuditEvent } from './event.js'
import { LEVELS, type Level, type Stage } from './level.js'
import { projectLine } from './project.js'

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
const UTF8 = new TextEncoder()

/** Where `bytes` of a StageVolume has the size under a decision. */
export function sizeIndex(level: Exclude<Level, 'None'>, omitManagedFields: boolean): 0 | 1 | 2 | 3 | 4 {
  if (level === 'Metadata') return 0
  if (level === 'Request') return omitManagedFields ? 3 : 1
  return omitManagedFields ? 4 : 2
}

/** Digests lines that the catch-all policy wrote in so many seconds. */
export function digestOf(lines: readonly string[], seconds: number): Digest {
  const entries = new Map<string, { attributes: Attributes; stages: Map<Stage, { events: number; bytes: number[] }> }>()
  for (const line of lines) {
    const event = JSON.parse(line) as AuditEvent
    const attributes = attributesOfEvent(event)
    const key = JSON.stringify(attributes)
    const entry = entries.get(key) ?? { attributes, stages: new Map<Stage, { events: number; bytes: number[] }>() }
    entries.set(key, entry)
    const stage = entry.stages.get(event.stage) ?? { events: 0, bytes: [] }
    entry.stages.set(event.stage, stage)
    stage.events += 1
    sizes(line).forEach((size, index) => (stage.bytes[index] = (stage.bytes[index] ?? 0) + size))
  }
  return {
    seconds,
    entries: [...entries.values()].map(({ attributes, stages }) => ({
      attributes,
      stages: [...stages].map(([stage, { events, bytes }]) => ({
        stage,
        events,
        bytes: bytes as unknown as StageVolume['bytes'],
      })),
    })),
  }
}

function sizes(line: string): number[] {
  const size = (level: Level, omitManagedFields: boolean): number => {
    // Stryker disable next-line ArrayDeclaration: it puts in what is the name of no stage
    const projected = projectLine(line, { level, omitStages: [], omitManagedFields })
    // Only None and omitted stages make it null.
    return UTF8.encode(projected as string).length + 1
  }
  return [...LOGGED.map((level) => size(level, false)), size('Request', true), size('RequestResponse', true)]
}

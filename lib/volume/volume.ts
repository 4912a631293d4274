import type { Level } from '../audit/level.js'

export interface Volume {
  readonly events: number
  /** Bytes of the log lines as the server writes them, newline included. */
  readonly bytes: number
}

export type VolumeByLevel = Readonly<Partial<Record<Level, Volume>>>

/** What one rule costs; `rule` counts from 1, null when none matched. `line` is where the rule starts. */
export interface RuleVolume extends Volume {
  readonly rule: number | null
  readonly line: number | null
}

const UTF8 = new TextEncoder()

/** Bytes that a line takes in the log file: UTF-8 and the newline. */
export function lineBytes(line: string): number {
  return UTF8.encode(line).length + 1
}

export function volumeOf(lines: Iterable<string>): Volume {
  let events = 0
  let bytes = 0
  for (const line of lines) {
    events += 1
    bytes += lineBytes(line)
  }
  return { events, bytes }
}

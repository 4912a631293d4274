import type { CaptureLimit, LimitId } from '../audit/capture-limits.js'
import type { Level } from '../audit/level.js'
import type { Volume } from './volume.js'

/** What policies cost on a log. Written by `volume -o json` as it stands. */
export interface VolumeResult {
  readonly schemaVersion: 1
  readonly input: VolumeInput
  readonly policies: readonly PolicyVolume[]
}

/** The log that was read. */
export interface VolumeInput {
  readonly files: number
  readonly events: number
  /** Of the Events' lines as the server writes them, newline included. */
  readonly bytes: number
  /** When the first and the last Event were written; null where none says. */
  readonly from: string | null
  readonly to: string | null
  /** The policy that the log was taken under; null when nobody said. */
  readonly takenUnder: string | null
  /** Lines that something on the way has written again, so that their bytes are only close. */
  readonly rewritten: number
  /** Lines that hold no Event. */
  readonly skippedLines: number
  /** The first of them. */
  readonly skipped: readonly { readonly file: string; readonly line: number; readonly message: string }[]
}

export interface PolicyVolume extends Volume {
  readonly name: string
  readonly path: string
  /** Whether the policy would write more than the log can show. */
  readonly atLeast: boolean
  readonly limits: readonly VolumeLimit[]
  /** What gzip makes of `bytes`, estimated from a sample of its lines. */
  readonly gzipped: { readonly bytes: number; readonly sampledBytes: number }
  readonly byLevel: Readonly<Partial<Record<Level, Volume>>>
  readonly byRule: readonly RuleCost[]
  readonly byRequest: readonly NamedVolume[]
  readonly byUser: readonly NamedVolume[]
  readonly byUserAgent: readonly NamedVolume[]
  readonly byNode: readonly NamedVolume[]
  /** Null where the log spans no time. */
  readonly rate: Rate | null
  /** What stays when it is kept for so long; null where nobody asked, or the log spans no time. */
  readonly retention: { readonly days: number; readonly bytes: number; readonly gzipped: number } | null
  /** What writing it costs at so much for 1,000,000,000 bytes; null where nobody asked, or the log spans no time. */
  readonly price: Price | null
}

export interface Price {
  readonly perGigabyte: number
  readonly perDay: number
  /** Of 30 days. */
  readonly perMonth: number
}

export interface NamedVolume extends Volume {
  readonly name: string
}

/** What one rule costs; `rule` counts from 1, null when none matched. */
export interface RuleCost extends Volume {
  readonly rule: number | null
  /** Where it starts in its file. */
  readonly line: number | null
  readonly level: Level
  /** What dropping it would save: less than 0 where the rules below log more of its requests. */
  readonly saves: Volume
}

export interface VolumeLimit {
  readonly limit: LimitId
  readonly certain: boolean
  /** Events that it concerns; null where it is about requests that the log does not hold. */
  readonly events: number | null
  readonly leaves: CaptureLimit['leaves']
  readonly means: string
  /** A request that it concerns, where the log cannot show one. */
  readonly example: string | null
}

export interface Rate {
  /** From the first Event of the log to the last. */
  readonly seconds: number
  readonly eventsPerSecond: number
  readonly bytesPerSecond: number
  readonly peak: { readonly seconds: number; readonly at: string; readonly events: number; readonly bytes: number }
  readonly perDay: PerDay
}

export interface PerDay extends Volume {
  readonly gzipped: number
  /** Of the days (UTC) that the log covers from midnight to midnight; null when there are fewer than two. */
  readonly range: { readonly days: number; readonly least: number; readonly most: number } | null
}

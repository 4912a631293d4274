import type { LimitId } from '../audit/capture-limits.js'
import type { Level } from '../audit/level.js'
import { addTable, addTo, type VolumeTable } from './table.js'

/** What a policy would have written of a log, as sums: parts of a log are counted apart and added up. */
export interface PolicyTotals {
  readonly byLevel: VolumeTable
  /** By the rule's number from 1, 0 where none matched. */
  readonly byRule: VolumeTable
  /** What the requests of a rule would cost if it were not there. */
  readonly withoutRule: VolumeTable
  readonly byRequest: VolumeTable
  readonly byUser: VolumeTable
  readonly byUserAgent: VolumeTable
  readonly byNode: VolumeTable
  /** Events that are incomplete or stand for missing ones: of these limits so many. */
  readonly limits: Map<LimitId, { events: number; certain: boolean }>
  /** Requests of which the policy logs RequestReceived: Events that say that one came, and that one ended. */
  readonly received: { begun: number; ended: number }
}

export function noTotals(): PolicyTotals {
  const table = (): VolumeTable => new Map()
  return {
    ...{ byLevel: table(), byRule: table(), withoutRule: table(), byRequest: table() },
    ...{ byUser: table(), byUserAgent: table(), byNode: table(), limits: new Map() },
    received: { begun: 0, ended: 0 },
  }
}

/** Adds one part's totals to another's. */
export function addTotals(totals: PolicyTotals, other: PolicyTotals): void {
  for (const name of TABLES) addTable(totals[name], other[name])
  for (const [limit, { events, certain }] of other.limits) addLimit(totals, limit, events, certain)
  totals.received.begun += other.received.begun
  totals.received.ended += other.received.ended
}

const TABLES = [
  ...(['byLevel', 'byRule', 'withoutRule', 'byRequest', 'byUser', 'byUserAgent', 'byNode'] as const),
] as const

export function addLimit(totals: PolicyTotals, limit: LimitId, events: number, certain: boolean): void {
  const known = totals.limits.get(limit)
  if (known === undefined) totals.limits.set(limit, { events, certain })
  else {
    known.events += events
    known.certain ||= certain
  }
}

/** Which Events are meant, and whose. */
export interface Whose {
  readonly level: Level
  readonly rule: number | null
  readonly request: string
  readonly user: string
  readonly userAgent: string
  readonly node: string
}

export function addVolume(totals: PolicyTotals, whose: Whose, events: number, bytes: number): void {
  addTo(totals.byLevel, whose.level, events, bytes)
  addTo(totals.byRule, String(whose.rule ?? 0), events, bytes)
  addTo(totals.byRequest, whose.request, events, bytes)
  addTo(totals.byUser, whose.user, events, bytes)
  addTo(totals.byUserAgent, whose.userAgent, events, bytes)
  addTo(totals.byNode, whose.node, events, bytes)
}

import { compareLevels } from '../audit/level.js'
import { groupBy } from '../util/group.js'
import { cellKey } from './cell.js'
import { breaches } from './judge-claim.js'
import type { FoundLeak } from './leaks/leaks-in.js'
import type { ObservedRequest } from './observe.js'
import type { Rules } from './observe-scenario.js'
import { brokenPromises } from './promises.js'
import type { Subject } from './subject.js'

/** Leaks by the request in whose lines they stand. */
export type Leaks = ReadonlyMap<ObservedRequest, readonly FoundLeak[]>

/** Requests of a subject that have the same cell. */
export type Requests = readonly [ObservedRequest, ...ObservedRequest[]]

/** What is found of requests with the same cell, whichever rule decided and whatever a cells file pins. */
export interface CellFindings {
  readonly requests: Requests
  /** In what they break their claim, each sentence once. */
  readonly breaches: readonly string[]
  readonly leaks: readonly FoundLeak[]
  readonly breakPromises: boolean
}

/** The findings of each distinct cell of a subject, from the least level to the most. */
export function subjectFindings({ bounds, requests }: Subject, leaks: Leaks): CellFindings[] {
  return distinctCells(requests).map((group) => ({
    requests: group,
    breaches: [...new Set(group.flatMap((request) => breaches(bounds, request)))],
    leaks: group.flatMap((request) => leaks.get(request) ?? []),
    breakPromises: promisesBroken(group, new Map()).length > 0,
  }))
}

/** The promises that requests break, each sentence once. They name the rule that decided. */
export function promisesBroken(requests: Requests, rules: Rules): string[] {
  const broken = requests.flatMap((request) => {
    const decision = request.decision === null ? null : { ...request.decision, rule: rules.get(request) ?? null }
    return brokenPromises({ ...request, decision })
  })
  return [...new Set(broken)]
}

function distinctCells(requests: readonly ObservedRequest[]): Requests[] {
  return [...groupBy(requests, ({ cell }) => cellKey(cell)).values()].sort(([{ cell: a }], [{ cell: b }]) => {
    const order = compareLevels(a.level ?? 'None', b.level ?? 'None')
    return order === 0 ? cellKey(a).localeCompare(cellKey(b)) : order
  })
}

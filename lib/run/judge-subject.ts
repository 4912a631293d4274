import { compareLevels } from '../audit/level.js'
import { countOf } from '../util/numbers.js'
import type { LocatedCell } from '../scenario/cells.js'
import { groupBy } from '../util/group.js'
import { lineOfRule } from '../volume/count.js'
import { blankResult, evaluable } from './case.js'
import type { Case } from './case.js'
import { cellKey, finalEvent } from './cell.js'
import { breaches, judgedEvent } from './judge-claim.js'
import type { FoundLeak } from './leaks/leaks-in.js'
import type { ObservedRequest } from './observe.js'
import { comparePins } from './pins.js'
import type { Pin } from './pins.js'
import { brokenPromises } from './promises.js'
import type { Result } from './result.js'
import type { Subject } from './subject.js'
import { verdictOn } from './verdict.js'

/** Leaks by the request in whose lines they stand. */
export type Leaks = ReadonlyMap<ObservedRequest, readonly FoundLeak[]>

/** A cell of the matrix with its verdict. */
export interface JudgedCell {
  readonly subject: Subject
  readonly requests: Requests
  readonly pin: Pin<LocatedCell>
  readonly leaks: readonly FoundLeak[]
  readonly result: Result
}

type Requests = readonly [ObservedRequest, ...ObservedRequest[]]

/** One verdict for each distinct cell of the requests, from the least level to the most. */
export function judgeSubject(subject: Subject, leaks: Leaks, of: Case): JudgedCell[] {
  const groups = distinctCells(subject.requests)
  const { policy, scenario } = of
  const pinned = policy.cells?.cells(scenario.name, subject.step, subject.request)
  // Nobody has to pin what nobody claims.
  const isHeld = policy.cells !== null && (subject.kind === 'claimed' || pinned !== undefined)
  const { pins, unmatched } = comparePins(
    isHeld ? (pinned ?? []) : null,
    groups.map((group) => ({ cell: group[0].cell, count: group.length, passage: group[0] })),
  )
  return groups.map((group, index) => {
    const pin = pins[index] ?? { state: 'absent' }
    // A pinned cell that no request has is told once.
    const more = index === 0 ? unmatched.map((cell) => `no request has the cell that ${at(of, cell)} pins`) : []
    return judgeCell(subject, group, { pin, faults: more, leaks, of })
  })
}

interface Circumstances {
  readonly pin: Pin<LocatedCell>
  readonly faults: readonly string[]
  readonly leaks: Leaks
  readonly of: Case
}

function judgeCell(subject: Subject, requests: Requests, { pin, faults, leaks, of }: Circumstances): JudgedCell {
  const [first] = requests
  const { bounds } = subject
  const broken = requests.flatMap((request) => breaches(bounds, request))
  const promises = requests.flatMap(brokenPromises)
  const found = requests.flatMap((request) => leaks.get(request) ?? [])
  const pinned = pin.state === 'equal' || pin.state === 'differs' ? pin.pinned : null
  const verdict = verdictOn({
    cell: first.cell,
    faults: [...faults, ...strictFault(subject, of), ...countFault(subject), ...new Set(promises)],
    breaches: [...new Set(broken)],
    leaks: found,
    pin,
    pinnedAt: at(of, pinned),
    excuse: pinned?.excuse ?? null,
  })
  const policy = evaluable(of.policy)
  const rule = first.decision?.rule ?? null
  const ruleLine = policy === null ? null : lineOfRule(policy, rule)
  const result: Result = {
    ...blankResult(of, { step: subject.step, request: subject.request, line: subject.position.line }),
    method: first.method,
    requestURI: first.target,
    auditIDs: requests.map(({ auditID }) => auditID),
    count: requests.length,
    expected: { atLeast: bounds.atLeast ?? null, atMost: bounds.atMost ?? null, pinned: pinned?.level ?? null },
    actual: first.cell.level,
    decided: first.decision?.level ?? null,
    stages: first.cell.stages,
    rule,
    ruleAt: `${of.policy.path}:${ruleLine ?? 1}`,
    how: subject.by === null ? of.how : 'projected',
    nearest: verdict.status === 'failed' ? nearestLine(subject, requests) : null,
    ...verdict,
  }
  return { subject, requests, pin, leaks: found, result }
}

function distinctCells(requests: readonly ObservedRequest[]): Requests[] {
  return [...groupBy(requests, ({ cell }) => cellKey(cell)).values()].sort(([{ cell: a }], [{ cell: b }]) => {
    const order = compareLevels(a.level ?? 'None', b.level ?? 'None')
    return order === 0 ? cellKey(a).localeCompare(cellKey(b)) : order
  })
}

function strictFault({ kind }: Subject, { strict }: Case): string[] {
  return strict && kind === 'unclaimed' ? ['no claim covers it, and --strict asks for one'] : []
}

function countFault({ bounds, requests }: Subject): string[] {
  const { count } = bounds
  if (count === undefined || count === requests.length) return []
  return [`expected ${countOf(count, 'such request')}, the step made ${requests.length}`]
}

/** The line that shows best what is wrong: of the first request that breaks the claim, else of the first one. */
function nearestLine({ bounds }: Subject, requests: Requests): string | null {
  const request = requests.find((candidate) => breaches(bounds, candidate).length > 0) ?? requests[0]
  const event = judgedEvent(bounds, request) ?? finalEvent(request.events)
  return event === null ? null : (request.lines[request.events.indexOf(event)] ?? null)
}

/** file:line of a pinned cell, else the cells file. */
function at({ policy }: Case, cell: LocatedCell | null): string {
  const file = policy.cells?.file ?? ''
  return cell === null ? file : `${file}:${cell.position.line}`
}

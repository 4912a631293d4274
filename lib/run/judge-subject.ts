import { countOf } from '../util/numbers.js'
import type { LocatedCell } from '../scenario/cells.js'
import { lineOfRule } from '../volume/count.js'
import { blankResult, evaluable } from './case.js'
import type { Case } from './case.js'
import { finalEvent } from './cell.js'
import { breaches, judgedEvent } from './judge-claim.js'
import type { FoundLeak } from './leaks/leaks-in.js'
import type { Rules } from './observe-scenario.js'
import { comparePins } from './pins.js'
import type { Pin } from './pins.js'
import type { Result } from './result.js'
import type { Subject } from './subject.js'
import { promisesBroken, type CellFindings, type Requests } from './subject-findings.js'
import { verdictOn } from './verdict.js'

/** A cell of the matrix with its verdict. */
export interface JudgedCell {
  readonly subject: Subject
  readonly requests: Requests
  readonly pin: Pin<LocatedCell>
  readonly leaks: readonly FoundLeak[]
  readonly result: Result
}

/** A subject with what is found of each of its distinct cells. */
export interface FoundSubject {
  readonly subject: Subject
  readonly cells: readonly CellFindings[]
}

/** One verdict for each distinct cell of the requests. */
export function judgeSubject({ subject, cells }: FoundSubject, rules: Rules, of: Case): JudgedCell[] {
  const { policy, scenario } = of
  const pinned = policy.cells?.cells(scenario.name, subject.step, subject.request)
  // Nobody has to pin what nobody claims.
  const isHeld = policy.cells !== null && (subject.kind === 'claimed' || pinned !== undefined)
  const { pins, unmatched } = comparePins(
    isHeld ? (pinned ?? []) : null,
    cells.map(({ requests }) => ({ cell: requests[0].cell, count: requests.length, passage: requests[0] })),
  )
  return cells.map((findings, index) => {
    const pin = pins[index] ?? { state: 'absent' }
    // A pinned cell that no request has is told once.
    const more = index === 0 ? unmatched.map((cell) => `no request has the cell that ${at(of, cell)} pins`) : []
    return judgeCell(subject, findings, { pin, faults: more, rules, of })
  })
}

interface Circumstances {
  readonly pin: Pin<LocatedCell>
  readonly faults: readonly string[]
  readonly rules: Rules
  readonly of: Case
}

function judgeCell(subject: Subject, findings: CellFindings, { pin, faults, rules, of }: Circumstances): JudgedCell {
  const { requests, breaches, leaks, breakPromises } = findings
  const [first] = requests
  const { bounds } = subject
  const promises = breakPromises ? promisesBroken(requests, rules) : []
  const pinned = pin.state === 'equal' || pin.state === 'differs' ? pin.pinned : null
  const verdict = verdictOn({
    cell: first.cell,
    faults: [...faults, ...strictFault(subject, of), ...countFault(subject), ...promises],
    breaches,
    leaks,
    pin,
    pinnedAt: at(of, pinned),
    excuse: pinned?.excuse ?? null,
  })
  const policy = evaluable(of.policy)
  const rule = rules.get(first) ?? null
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
  return { subject, requests, pin, leaks, result }
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

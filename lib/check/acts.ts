import { compareLevels, type Level } from '../audit/level.js'
import { outcomeOf } from '../run/cell.js'
import type { JudgedCase } from '../run/judge-run.js'
import type { JudgedCell } from '../run/judge-subject.js'
import type { ObservedRequest } from '../run/observe.js'
import { groupBy } from '../util/group.js'
import type { RulePlace } from './example-of.js'
import type { ByRule, Leaking, Untraced } from './result.js'

/** Recorded acts held to what every policy owes of them. */
export interface Acts {
  /** How many acts must be on record: requests of one description count once. */
  readonly owed: number
  readonly noTrace: readonly ByRule<Untraced>[]
  readonly leaks: readonly ByRule<Leaking>[]
}

/** One request of a claim, with the verdict that matters here. */
interface Act {
  readonly request: string
  readonly scenario: string
  readonly blindSpot: boolean
  readonly rule: number | null
  readonly level: Level
  readonly why: string | null
  readonly leaks: readonly string[] | null
}

/** Sorts what a policy made of the recorded requests by the rule that is to blame. */
export function actsOf(cases: readonly JudgedCase[], place: RulePlace): Acts {
  const cells = cases.flatMap((one) =>
    'judged' in one ? one.judged.cells.map((cell) => ({ cell, scenario: one.of.scenario, rules: one.rules })) : [],
  )
  const owed = new Set(cells.flatMap(({ cell }) => (owesRecord(cell) ? [cell.subject.request] : [])))
  const acts = cells.flatMap(({ cell, scenario, rules }) =>
    cell.requests
      .filter((request) => request.cell.level !== null)
      .map((request): Act => ({
        request: request.description,
        scenario: scenario.name,
        blindSpot: scenario.labels['pack'] === 'blind-spots',
        rule: rules.get(request) ?? null,
        level: request.decision?.level ?? 'None',
        why: owesRecord(cell) ? whyUntraced(cell.subject.bounds.atLeast ?? 'None', request) : null,
        leaks: leaksOf(cell, request),
      })),
  )
  return {
    owed: owed.size,
    noTrace: byRule(
      acts.filter(({ why }) => why !== null),
      place,
      untraced,
    ),
    leaks: byRule(
      acts.filter(({ leaks }) => leaks !== null),
      place,
      leaking,
    ),
  }
}

function owesRecord({ subject }: JudgedCell): boolean {
  const { atLeast } = subject.bounds
  return atLeast !== undefined && atLeast !== 'None'
}

/** Null when the record is there. */
function whyUntraced(atLeast: Level, request: ObservedRequest): string | null {
  const level = request.cell.level ?? 'None'
  if (level === 'None') return 'no Event'
  if (compareLevels(level, atLeast) < 0) return `only ${level}`
  return outcomeOf(request.events, request, request.decision?.omitStages ?? []) === null ? 'no outcome' : null
}

/** Where the secrets of a request stand in its Events; null when neither a secret nor a body is too much. */
function leaksOf({ subject, leaks }: JudgedCell, request: ObservedRequest): readonly string[] | null {
  const own = leaks.filter(({ auditID }) => auditID === request.auditID)
  const { atMost } = subject.bounds
  const tooMuch = atMost !== undefined && compareLevels(request.cell.level ?? 'None', atMost) > 0
  if (own.length === 0 && !tooMuch) return null
  return [...new Set(own.map(({ place, secret }) => (secret === 'canary' ? place : secret)))].sort()
}

function byRule<T>(
  acts: readonly Act[],
  place: RulePlace,
  join: (request: string, acts: readonly Act[]) => T,
): ByRule<T>[] {
  const rules = [...groupBy(acts, ({ rule }) => String(rule)).values()]
  const order = ({ rule }: Act): number => rule ?? Infinity
  return rules
    .sort(([a], [b]) => order(a) - order(b))
    .map((group) => ({
      rule: group[0].rule,
      at: place(group[0].rule),
      level: group[0].level,
      acts: [...groupBy(group, ({ request }) => request)]
        // What policies are known to miss comes first.
        .sort(([, a], [, b]) => Number(isBlindSpot(b)) - Number(isBlindSpot(a)))
        .map(([request, same]) => join(request, same)),
    }))
}

function isBlindSpot(acts: readonly Act[]): boolean {
  return acts.some(({ blindSpot }) => blindSpot)
}

function untraced(request: string, acts: readonly Act[]): Untraced {
  const why = [...new Set(acts.flatMap((act) => act.why ?? []))].join(', ')
  return { request, why, scenarios: scenariosOf(acts), blindSpot: isBlindSpot(acts) }
}

function leaking(request: string, acts: readonly Act[]): Leaking {
  const places = [...new Set(acts.flatMap(({ leaks }) => leaks ?? []))].sort()
  return { request, places, scenarios: scenariosOf(acts) }
}

function scenariosOf(acts: readonly Act[]): string[] {
  return [...new Set(acts.map(({ scenario }) => scenario))].sort()
}

import type { LocatedClaim } from '../scenario/scenario.js'
import { once } from '../util/once.js'
import { blankResult } from './case.js'
import type { Case } from './case.js'
import { requestKey } from './fill-claim.js'
import { judgeSubject, type FoundSubject, type JudgedCell } from './judge-subject.js'
import { leaksIn } from './leaks/leaks-in.js'
import { needlesOf } from './leaks/needles.js'
import { permittedLevel } from './leaks/permitted.js'
import { describeNoMatch } from './no-match.js'
import type { ObservedRequest } from './observe.js'
import type { ObservedScenario, ObservedStep, Ran, Rules } from './observe-scenario.js'
import type { Result } from './result.js'
import { staleResults } from './stale-pins.js'
import { stepResult } from './step-result.js'
import { claimSubject, componentsOf, componentSubjects, unclaimedSubjects } from './subject.js'
import type { Subject } from './subject.js'
import { subjectFindings, type Leaks } from './subject-findings.js'

/** All that is found of one scenario under one policy. */
export interface JudgedScenario {
  readonly cells: readonly JudgedCell[]
  /** Findings that are no cell: a step that ended otherwise, a claim that covers nothing, a stale pin. */
  readonly others: readonly Result[]
  /** How many claims cover no request: the scenario is wrong, whatever the policy. */
  readonly matchedNothing: number
  /** How many steps ended otherwise than the scenario says: what was measured is of other requests than it means. */
  readonly endedOtherwise: number
}

/** A claim, its variables filled in, with the requests that it covers. */
interface Claimed {
  readonly at: ObservedStep
  readonly claim: LocatedClaim
  readonly subject: Subject
}

/** What is found of a scenario, whichever rules decided and whatever a cells file pins. */
interface ScenarioFindings {
  readonly subjects: readonly FoundSubject[]
  /** Claims that cover no request. */
  readonly nothing: readonly Claimed[]
}

export function judgeScenario(observed: ObservedScenario, rules: Rules, of: Case): JudgedScenario {
  const { subjects, nothing } = findingsOf(observed)
  const unmatched = nothing.map((one) => unmatchedResult(one, observed, of))
  const stale = staleResults(
    subjects.map(({ subject }) => subject),
    of,
  )
  const ends = observed.steps.flatMap((step) => endResult(step, of))
  return {
    cells: subjects.flatMap((found) => judgeSubject(found, rules, of)),
    others: [...ends, ...unmatched, ...stale],
    matchedNothing: unmatched.length,
    endedOtherwise: ends.length,
  }
}

/** Many policies make the same of a scenario's requests. */
const findingsOf = once(({ steps, components, execution }: ObservedScenario): ScenarioFindings => {
  const claimed = steps.flatMap((at): Claimed[] =>
    at.claims.map((claim, index) => {
      const written = at.step.expect[index] ?? claim
      return { at, claim, subject: claimSubject(at.step.id, claim, requestKey(written), at.requests, components) }
    }),
  )
  const covering = claimed.map(({ subject }) => subject)
  const subjects = [
    ...covering,
    ...steps.flatMap(({ step, requests }) => unclaimedSubjects(step, requests, covering)),
    ...componentSubjects(components, covering),
  ]
  const leaks = findLeaks(subjects, execution)
  return {
    subjects: subjects.map((subject) => ({ subject, cells: subjectFindings(subject, leaks) })),
    nothing: claimed.filter(({ subject }) => subject.requests.length === 0),
  }
})

function endResult({ step, execution }: ObservedStep, of: Case): Result[] {
  const result = execution === null ? null : stepResult(step, execution, of)
  return result === null ? [] : [result]
}

function unmatchedResult({ at, claim, subject }: Claimed, observed: ObservedScenario, of: Case): Result {
  const place = { step: subject.step, request: subject.request, line: claim.position.line }
  const expected = { atLeast: claim.atLeast ?? null, atMost: claim.atMost ?? null, pinned: null }
  const blank = { ...blankResult(of, place), expected }
  if (at.execution === null) return { ...blank, status: 'unknown', why: 'The engine did not carry out the step.' }
  if (claim.by === undefined) return { ...blank, status: 'failed', why: describeNoMatch(claim, at.requests) }
  const how = 'projected'
  const { componentsUnknown, components } = observed
  if (componentsUnknown !== null) return { ...blank, how, status: 'unknown', why: componentsUnknown }
  return { ...blank, how, status: 'failed', why: describeNoMatch(claim, componentsOf(claim.by, components)) }
}

/** A secret of one step may turn up in any other, so each is searched everywhere. */
function findLeaks(subjects: readonly Subject[], { variables, steps }: Ran): Leaks {
  const secrets = steps.flatMap((step) => step.secrets)
  const wanted = needlesOf([{ path: 'canary', value: variables['canary'] ?? '' }, ...secrets])
  const claimsOf = new Map<ObservedRequest, Subject['bounds'][]>()
  for (const { bounds, requests } of subjects) {
    for (const request of requests) claimsOf.set(request, [...(claimsOf.get(request) ?? []), bounds])
  }
  return new Map([...claimsOf].map(([request, claims]) => [request, leaksIn(request, wanted, permittedLevel(claims))]))
}

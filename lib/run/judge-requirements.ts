import { LEVELS } from '../audit/level.js'
import type { Level } from '../audit/level.js'
import type { Demand, Requirement, RequirementsFile } from '../requirement/requirement.js'
import { concerns } from '../requirement/select.js'
import { groupBy } from '../util/group.js'
import { lineOfRule } from '../volume/count.js'
import { blankResult, evaluable } from './case.js'
import type { Case } from './case.js'
import { cellKey, finalEvent } from './cell.js'
import { holdRequest } from './hold-request.js'
import type { Held } from './hold-request.js'
import type { JudgedCase } from './judge-run.js'
import type { ObservedRequest } from './observe.js'
import type { RequirementResult, Result } from './result.js'
import { COMPONENTS } from './subject.js'

/** A requirement, and the file that it stands in. */
interface Asked {
  readonly requirement: Requirement
  readonly file: string
}

/** A request that a requirement is about. */
interface Concerned {
  readonly step: string
  readonly name: string
  readonly isProjected: boolean
  readonly request: ObservedRequest
  readonly rule: number | null
  readonly held: Held
}

export interface JudgedRequirements {
  /** One for each requirement and policy. */
  readonly requirements: readonly RequirementResult[]
  /** What is broken or unknown, beside the case in which it is so. */
  readonly results: ReadonlyMap<JudgedCase, readonly Result[]>
}

/**
 * Holds every request of a run to requirements: those of steps, and those that components made meanwhile. What a file
 * assumes of users does not matter here: a request is held to them as it was made.
 */
export function judgeRequirements(
  cases: readonly JudgedCase[],
  files: readonly RequirementsFile[],
): JudgedRequirements {
  const asked = files.flatMap(({ file, requirements }) => requirements.map((requirement) => ({ file, requirement })))
  const results = new Map<JudgedCase, Result[]>()
  const requirements = [...groupBy(cases, ({ of }) => of.policy.name)].flatMap(([policy, own]) =>
    asked.map((one): RequirementResult => {
      const count = { held: 0, broken: 0, unknown: 0 }
      for (const judged of own) {
        const concerned = requestsOf(judged).flatMap((request) => hold(request, one) ?? [])
        for (const { held } of concerned) count[held.status] += 1
        results.set(judged, [...(results.get(judged) ?? []), ...resultsOf(concerned, one, judged.of)])
      }
      const { requirement, file } = one
      return { policy, ...placeOf(one), clause: requirement.clause, file, ...count, status: requirementStatus(count) }
    }),
  )
  return { requirements, results }
}

/** What so many requests say of a requirement together. */
export function requirementStatus({
  held,
  broken,
  unknown,
}: Readonly<Record<Held['status'], number>>): RequirementResult['status'] {
  if (broken > 0) return 'broken'
  if (unknown > 0) return 'unknown'
  return held > 0 ? 'held' : 'not exercised'
}

function placeOf({ requirement: { id, position } }: Asked): { readonly id: string; readonly line: number } {
  return { id, line: position.line }
}

type Made = Omit<Concerned, 'held'>

function requestsOf(one: JudgedCase): Made[] {
  if ('missing' in one) return []
  const { observed, rules } = one
  const { steps, components } = observed
  const decided = (request: ObservedRequest) => ({ request, rule: rules.get(request) ?? null })
  return [
    ...steps.flatMap(({ step, requests }) =>
      requests.map((request) => ({
        step: step.id,
        name: request.description,
        isProjected: false,
        ...decided(request),
      })),
    ),
    ...components.map(({ user, request }) => ({
      ...{ step: COMPONENTS, name: `${request.description} by ${user}`, isProjected: true, ...decided(request) },
    })),
  ]
}

function hold(made: Made, { requirement }: Asked): Concerned | null {
  if (!concerns(requirement, made.request.attributes)) return null
  return { ...made, held: holdRequest(requirement.demand, made.request) }
}

/** One for all requests of one description that break it alike. */
function resultsOf(concerned: readonly Concerned[], asked: Asked, of: Case): Result[] {
  const wrong = concerned.filter(({ held }) => held.status !== 'held')
  const groups = groupBy(wrong, ({ step, name, request, rule, held }) =>
    JSON.stringify([step, name, cellKey(request.cell), rule, held]),
  )
  return [...groups.values()].map((group) => resultOf(group, asked, of))
}

function resultOf(group: readonly [Concerned, ...Concerned[]], asked: Asked, of: Case): Result {
  const [{ step, name, request, rule, held, isProjected }] = group
  const { requirement, file } = asked
  const { id, line } = placeOf(asked)
  const policy = evaluable(of.policy)
  const ruleLine = policy === null ? null : lineOfRule(policy, rule)
  const event = finalEvent(request.events)
  const blank = blankResult(of, { step, request: name, line })
  return {
    ...blank,
    id: `${[of.scenario.name, step, name].join('/')}[${id}]@${of.policy.name}`,
    method: request.method,
    requestURI: request.target,
    auditIDs: group.map((one) => one.request.auditID),
    count: group.length,
    expected: { ...boundsOf(requirement.demand), pinned: null },
    actual: request.cell.level,
    decided: request.decision?.level ?? null,
    stages: request.cell.stages,
    rule,
    ruleAt: `${of.policy.path}:${ruleLine ?? 1}`,
    how: isProjected ? 'projected' : of.how,
    status: held.status === 'broken' ? 'failed' : 'unknown',
    why: `${requirement.clause === null ? id : `${id} (${requirement.clause})`}: ${held.why ?? ''}.`,
    nearest: held.status === 'broken' && event !== null ? (request.lines[request.events.indexOf(event)] ?? null) : null,
    file,
    requirement: id,
  }
}

function boundsOf({ kind, level }: Demand): { readonly atLeast: Level | null; readonly atMost: Level | null } {
  return kind === 'always'
    ? { atLeast: level, atMost: null }
    : { atLeast: null, atMost: LEVELS[LEVELS.indexOf(level) - 1] ?? 'None' }
}

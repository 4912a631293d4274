import { groupBy } from '../util/group.js'
import { judgeRequirements } from './judge-requirements.js'
import { judgeRun } from './judge-run.js'
import type { JudgedCase, RunInput } from './judge-run.js'
import type { JudgedCell } from './judge-subject.js'
import { leakList } from './leak-list.js'
import { limitResults } from './limit-results.js'
import { policyResult, type DecidedRequest } from './policy-result.js'
import type { Result, RunResult, ScenarioResult, UnclaimedRequest } from './result.js'
import { summarize } from './summary.js'

/** Scenarios × policies, judged: the one thing that reports see. */
export function runResult(input: RunInput): RunResult {
  const { execution, scenarios, failOnSkip, shard } = input
  const { policies, cases } = judgeRun(input)
  const policyResults = policies.map(({ policy, execution: ofPolicy }) => {
    const own = cases.filter(({ of }) => of.policy === policy)
    return policyResult(policy, ofPolicy, own.flatMap(decidedIn))
  })
  const asked = judgeRequirements(cases, input.requirements)
  const scenarioResults = scenarios.map((scenario): ScenarioResult => {
    const { name, about, file } = scenario
    const own = cases.filter(({ of }) => of.scenario === scenario)
    return { name, about, file, results: own.flatMap((one) => resultsOf(one, asked.results.get(one) ?? [])) }
  })
  const leaks = cases.flatMap((one) => ('judged' in one ? leakList(one.judged.cells, one.of) : []))
  const unclaimed = cases.flatMap(unclaimedOf)
  const limits = cases.flatMap((one) => ('observed' in one ? limitResults(one.observed, one.of) : []))
  const summary = summarize({
    policies: policyResults,
    results: scenarioResults.flatMap(({ results }) => results),
    leaks,
    unclaimed,
    matchedNothing: cases.reduce((sum, one) => sum + ('judged' in one ? one.judged.matchedNothing : 0), 0),
    failOnSkip,
    isPart: shard !== null,
  })
  const { engine, kubernetes } = execution
  return {
    ...{ schemaVersion: 1, engine, kubernetes, policies: policyResults, scenarios: scenarioResults },
    ...{
      leaks,
      unclaimed,
      requirements: asked.requirements,
      limits,
      summary,
      crossCheck: null,
      shard,
      versionDifferences: null,
    },
  }
}

/** The requests that a scenario made, components apart, each with the rule that decided it. */
function decidedIn(one: JudgedCase): DecidedRequest[] {
  if ('missing' in one) return []
  const { observed, rules } = one
  return observed.steps.flatMap(({ requests }) =>
    requests.map((request) => ({ request, rule: rules.get(request) ?? null })),
  )
}

/** In the order of the steps; what belongs to no step comes last. */
function resultsOf(one: JudgedCase, ofRequirements: readonly Result[]): Result[] {
  if ('missing' in one) return [one.missing]
  const { cells, others } = one.judged
  const order = one.of.scenario.steps.map(({ id }) => id)
  const place = ({ step }: Result): number => (order.includes(step) ? order.indexOf(step) : order.length)
  const results = [...others, ...cells.filter(isReported).map(({ result }) => result), ...ofRequirements]
  return numbered(results.sort((a, b) => place(a) - place(b)))
}

/** Requests that nobody claims are a cell of the matrix only when something is wrong with them. */
function isReported({ subject, result }: JudgedCell): boolean {
  return subject.kind === 'claimed' || result.status !== 'passed'
}

/** Tells results with the same id apart by #n. */
function numbered(results: readonly Result[]): Result[] {
  const groups = groupBy(results, ({ id }) => id)
  return results.map((result) => {
    const group = groups.get(result.id) ?? [result]
    return group.length === 1 ? result : { ...result, id: `${result.id}#${group.indexOf(result) + 1}` }
  })
}

function unclaimedOf(one: JudgedCase): UnclaimedRequest[] {
  if ('missing' in one) return []
  const cells = one.judged.cells.filter(({ subject }) => subject.kind === 'unclaimed')
  return cells.map(({ subject, result }) => ({
    scenario: one.of.scenario.name,
    step: subject.step,
    policy: one.of.policy.name,
    request: subject.request,
    count: result.count,
    actual: result.actual,
  }))
}

import type { Execution, PolicyExecution } from '../engine/execution.js'
import type { RequirementsFile } from '../requirement/requirement.js'
import type { Scenario } from '../scenario/scenario.js'
import { blankResult } from './case.js'
import type { Case, JudgedPolicy } from './case.js'
import { judgeScenario, type JudgedScenario } from './judge-scenario.js'
import { Observer, type ObservedScenario, type Rules } from './observe-scenario.js'
import type { Result, Shard } from './result.js'

/** What was run, and what it is held to. */
export interface RunInput {
  readonly execution: Execution
  readonly scenarios: readonly Scenario[]
  readonly policies: readonly JudgedPolicy[]
  /** A request that no claim covers fails. */
  readonly strict: boolean
  readonly failOnSkip: boolean
  /** What every request must keep, whatever its scenario claims. */
  readonly requirements: readonly RequirementsFile[]
  /** Which part of a selection the scenarios are; null when they are all of it. */
  readonly shard: Shard | null
  readonly how: 'measured' | 'replayed'
  /** The command that runs one scenario under one policy again. */
  readonly rerun: (scenario: string, policy: string) => string
}

/** One scenario under one policy: judged, or why it cannot be. */
export type JudgedCase =
  | {
      readonly of: Case
      readonly observed: ObservedScenario
      readonly rules: Rules
      readonly judged: JudgedScenario
    }
  | { readonly of: Case; readonly missing: Result }

export interface JudgedRun {
  readonly policies: readonly { readonly policy: JudgedPolicy; readonly execution: PolicyExecution }[]
  readonly cases: readonly JudgedCase[]
}

export function judgeRun(input: RunInput): JudgedRun {
  const observer = new Observer(input.execution)
  const policies = input.policies.map((policy) => {
    const execution = input.execution.policies.find((candidate) => candidate.policy === policy.name)
    if (execution === undefined) throw new Error(`the engine says nothing of the policy ${policy.name}`)
    return { policy, execution }
  })
  // A refused policy has no cells.
  const running = policies.filter(({ execution }) => execution.loaded !== 'refused')
  const cases = running.flatMap(({ policy, execution }) =>
    input.scenarios.map((scenario) => {
      const { how, strict } = input
      const of = { policy, scenario, how, strict, rerun: input.rerun(scenario.name, policy.name) }
      return judgeCase(execution, of, observer)
    }),
  )
  return { policies, cases }
}

function judgeCase(execution: PolicyExecution, of: Case, observer: Observer): JudgedCase {
  const ran = execution.scenarios.find(({ scenario }) => scenario === of.scenario.name)
  if (ran?.status === 'ran') {
    const { observed, rules } = observer.observe(ran, of)
    return { of, observed, rules, judged: judgeScenario(observed, rules, of) }
  }
  const blank = blankResult(of, { step: '', request: '', line: 1 })
  const why = ran?.reason ?? 'The engine did not carry out the scenario.'
  return { of, missing: { ...blank, status: ran?.status ?? 'unknown', why } }
}

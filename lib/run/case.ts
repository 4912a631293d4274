import type { LoadedPolicy, Policy } from '../policy/policy.js'
import type { CellsFile } from '../scenario/cells.js'
import type { Scenario } from '../scenario/scenario.js'
import type { Result } from './result.js'

/** A policy as it is held to claims and to its cells file. */
export interface JudgedPolicy {
  readonly name: string
  readonly path: string
  readonly text: string
  readonly loaded: LoadedPolicy
  readonly cells: CellsFile | null
}

/** One scenario under one policy. */
export interface Case {
  readonly policy: JudgedPolicy
  readonly scenario: Scenario
  readonly how: 'measured' | 'replayed'
  /** A request that no claim covers fails. */
  readonly strict: boolean
  /** The command that runs just this case again. */
  readonly rerun: string
}

/** The policy that can be evaluated; null for one that our loader refuses. */
export function evaluable({ loaded }: JudgedPolicy): Policy | null {
  return loaded.loaded === 'refused' ? null : loaded.policy
}

/** The parts of a result that do not depend on any request. */
export function blankResult(
  { policy, scenario, how, rerun }: Case,
  place: { readonly step: string; readonly request: string; readonly line: number },
): Omit<Result, 'status' | 'why'> {
  return {
    id: idOf(scenario.name, place.step, place.request, policy.name),
    policy: policy.name,
    step: place.step,
    request: place.request,
    method: null,
    requestURI: null,
    auditIDs: [],
    count: 0,
    expected: { atLeast: null, atMost: null, pinned: null },
    actual: null,
    decided: null,
    stages: [],
    rule: null,
    ruleAt: `${policy.path}:1`,
    how,
    nearest: null,
    file: scenario.file,
    line: place.line,
    rerun,
    requirement: null,
  }
}

function idOf(scenario: string, step: string, request: string, policy: string): string {
  return `${[scenario, step, request].filter((part) => part !== '').join('/')}@${policy}`
}

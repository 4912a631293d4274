import { shapeKey } from '../audit/project.js'
import type { Execution, ScenarioExecution, StepExecution } from '../engine/execution.js'
import { evaluate } from '../policy/evaluate.js'
import type { Decision } from '../policy/policy.js'
import type { LocatedClaim, LocatedStep, Scenario } from '../scenario/scenario.js'
import { userOfPersona } from '../scenario/user-of-persona.js'
import { evaluable, type Case } from './case.js'
import { fillClaim } from './fill-claim.js'
import { KnownUsers } from './known-users.js'
import {
  observe,
  projectComponent,
  writtenOf,
  type ObservedRequest,
  type ReadRequest,
  type WrittenRequest,
} from './observe.js'
import type { Component } from './subject.js'

export type Ran = Extract<ScenarioExecution, { status: 'ran' }>

/** What a scenario did under every policy that makes the same of its requests. */
export interface ObservedScenario {
  readonly scenario: Scenario
  readonly execution: Ran
  readonly steps: readonly ObservedStep[]
  readonly components: readonly Component[]
  /** Why nothing can be said of components, else null. */
  readonly componentsUnknown: string | null
}

export interface ObservedStep {
  readonly step: LocatedStep
  /** Null when the engine did not get to it. */
  readonly execution: StepExecution | null
  readonly requests: readonly ObservedRequest[]
  /** With their variables filled in. */
  readonly claims: readonly LocatedClaim[]
}

/** Which rule of one policy decides each request, counted from 1; null when none matches or it cannot be told. */
export type Rules = ReadonlyMap<ObservedRequest, number | null>

/**
 * Looks at what scenarios did. Policies that an engine says the same of, and that make the same of every request, get the
 * same ObservedScenario: what is judged of that alone needs to be judged once.
 */
export class Observer {
  readonly #users: KnownUsers
  readonly #sights = new Map<Ran, Sight>()

  constructor(execution: Execution) {
    this.#users = new KnownUsers(execution)
  }

  observe(execution: Ran, { scenario, policy: judged }: Case): { observed: ObservedScenario; rules: Rules } {
    const sight = this.#sights.get(execution) ?? this.#look(execution, scenario)
    this.#sights.set(execution, sight)
    const policy = evaluable(judged)
    const decisions = policy === null ? null : sight.asked.map(({ attributes }) => evaluate(policy, attributes))
    const key = decisions === null ? 'not evaluable' : decisions.map(shapeKey).join()
    const observed = sight.known.get(key) ?? observedUnder(decisions, sight)
    sight.known.set(key, observed)
    const requests = [...observed.steps.flatMap((step) => step.requests), ...observed.components.map((c) => c.request)]
    return { observed, rules: new Map(requests.map((request, index) => [request, decisions?.[index]?.rule ?? null])) }
  }

  #look(execution: Ran, scenario: Scenario): Sight {
    const steps = scenario.steps.map((step) => {
      const ran = execution.steps.find(({ id }) => id === step.id) ?? null
      const claims = step.expect.map((claim) => fillClaim(claim, execution.variables))
      return { step, execution: ran, claims, requests: ran === null ? [] : this.#read(ran, execution, scenario) }
    })
    const components = execution.components.flatMap((component) => writtenOf(component) ?? [])
    const asked = [...steps.flatMap(({ requests }) => requests), ...components]
    return { scenario, execution, steps, components, asked, known: new Map() }
  }

  #read({ id, requests }: StepExecution, ran: Ran, scenario: Scenario): ReadRequest[] {
    return requests.map((traced) => {
      const known = this.#users.of(scenario.name, id, traced)
      const persona = userOfPersona(traced.persona, scenario, ran.variables['namespace'] ?? '', ran.administrator)
      return observe(traced, known === undefined ? persona : known)
    })
  }
}

/** What a scenario did, before anybody asks what a policy makes of it. */
interface Sight {
  readonly scenario: Scenario
  readonly execution: Ran
  readonly steps: readonly (Omit<ObservedStep, 'requests'> & { readonly requests: readonly ReadRequest[] })[]
  readonly components: readonly WrittenRequest[]
  /** All that a policy decides: the requests of the steps, then those of components. */
  readonly asked: readonly (ReadRequest | WrittenRequest)[]
  /** What was observed, by what policies made of all that. */
  readonly known: Map<string, ObservedScenario>
}

/** `decisions` in the order of `asked`; null when the policy cannot be evaluated. */
function observedUnder(decisions: readonly Decision[] | null, sight: Sight): ObservedScenario {
  const { scenario, execution } = sight
  const decisionOn = new Map(sight.asked.map((one, index) => [one, decisions?.[index] ?? null]))
  const steps = sight.steps.map((step) => ({
    ...step,
    requests: step.requests.map((read) => ({ ...read, decision: decisionOn.get(read) ?? null })),
  }))
  const components = sight.components.flatMap((written): Component[] => {
    const decision = decisionOn.get(written) ?? null
    if (decision === null) return []
    return [{ user: written.component.user, request: { ...projectComponent(written, decision), decision } }]
  })
  const componentsUnknown = decisions === null ? 'The policy cannot be evaluated.' : execution.componentsUnknown
  return { scenario, execution, steps, components, componentsUnknown }
}

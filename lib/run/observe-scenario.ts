import type { ScenarioExecution, StepExecution } from '../engine/execution.js'
import type { LocatedClaim, LocatedStep } from '../scenario/scenario.js'
import { evaluable } from './case.js'
import type { Case } from './case.js'
import { fillClaim } from './fill-claim.js'
import type { KnownUsers } from './known-users.js'
import { observe, projectComponent } from './observe.js'
import type { ObservedRequest } from './observe.js'
import type { Component } from './subject.js'
import { userOfPersona } from '../scenario/user-of-persona.js'

export type Ran = Extract<ScenarioExecution, { status: 'ran' }>

/** What a scenario did under one policy. */
export interface ObservedScenario {
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

export function observeScenario(execution: Ran, of: Case, users: KnownUsers): ObservedScenario {
  const steps = of.scenario.steps.map((step): ObservedStep => {
    const ran = execution.steps.find(({ id }) => id === step.id) ?? null
    const claims = step.expect.map((claim) => fillClaim(claim, execution.variables))
    return { step, execution: ran, requests: ran === null ? [] : observeStep(ran, execution, of, users), claims }
  })
  const policy = evaluable(of.policy)
  if (policy === null) {
    return { execution, steps, components: [], componentsUnknown: 'The policy cannot be evaluated.' }
  }
  const components = execution.components.flatMap((component): Component[] => {
    const request = projectComponent(component, policy)
    return request === null ? [] : [{ user: component.user, request }]
  })
  return { execution, steps, components, componentsUnknown: execution.componentsUnknown }
}

function observeStep({ id, requests }: StepExecution, ran: Ran, of: Case, users: KnownUsers): ObservedRequest[] {
  const { scenario } = of
  return requests.map((traced) => {
    const known = users.of(scenario.name, id, traced)
    const persona = userOfPersona(traced.persona, scenario, ran.variables['namespace'] ?? '', ran.administrator)
    return observe(traced, evaluable(of.policy), known === undefined ? persona : known)
  })
}

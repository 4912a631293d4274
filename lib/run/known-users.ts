import { attributesOfEvent, attributesOfRequest } from '../audit/attributes-of.js'
import type { Attributes } from '../audit/attributes.js'
import { describeRequest } from '../audit/describe.js'
import type { AuditEvent } from '../audit/event.js'
import type { Execution, TracedRequest } from '../engine/execution.js'

type User = Attributes['user']

/**
 * Who made a request that left no Event under one policy, as its Events under another policy tell. A command may bring
 * credentials of its own, so the persona alone does not tell.
 */
export class KnownUsers {
  readonly #users = new Map<string, User>()
  /** A replay has the same requests under every policy that makes the same of them. */
  readonly #keys = new WeakMap<TracedRequest, string>()
  readonly #descriptions = new Map<string, string>()

  constructor({ policies }: Execution) {
    // A replay has the same object for every policy that makes the same of a scenario.
    const scenarios = new Set(policies.flatMap((policy) => policy.scenarios))
    for (const { scenario, step, request } of tracedRequests([...scenarios])) {
      const [line] = request.lines
      const key = this.#keyOf(scenario, step, request)
      if (line === undefined || this.#users.has(key)) continue
      // Lines come from kube-apiserver's own log backend.
      this.#users.set(key, attributesOfEvent(JSON.parse(line) as AuditEvent).user)
    }
  }

  /** Undefined when no Event tells. */
  of(scenario: string, step: string, request: TracedRequest): User | undefined {
    return this.#users.get(this.#keyOf(scenario, step, request))
  }

  #keyOf(scenario: string, step: string, request: TracedRequest): string {
    const known = this.#keys.get(request)
    if (known !== undefined) return known
    const { persona, method, target } = request
    const made = `${method} ${target}`
    const description = this.#descriptions.get(made) ?? describeRequest(attributesOfRequest(method, target, null))
    this.#descriptions.set(made, description)
    const key = JSON.stringify([scenario, step, persona, description])
    this.#keys.set(request, key)
    return key
  }
}

function tracedRequests(scenarios: Execution['policies'][number]['scenarios']) {
  return scenarios.flatMap((scenario) =>
    scenario.status !== 'ran'
      ? []
      : scenario.steps.flatMap(({ id, requests }) =>
          requests.map((request) => ({ scenario: scenario.scenario, step: id, request })),
        ),
  )
}

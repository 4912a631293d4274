import type { Scenario } from '../../scenario/scenario.js'
import type { PlannedPolicy } from '../engine.js'
import type { ComponentRequest, ScenarioExecution, TracedRequest } from '../execution.js'
import type { Complete } from './completeness.js'
import type { Outcome } from './execute.js'
import { linesByAuditID } from './lines.js'
import { markLost } from './lost.js'
import type { Exchange } from './trace.js'

export interface Collected {
  readonly scenario: Scenario
  readonly outcome: Outcome
  readonly policy: PlannedPolicy
  /** The lane's log by auditID. */
  readonly lines: ReturnType<typeof linesByAuditID>
  readonly complete: Complete | string
  readonly components: readonly ComponentRequest[]
  readonly componentsUnknown: string | null
}

/** Joins what a scenario did on a lane with what the lane's log says of it, by Audit-ID. */
export function collect(input: Collected): ScenarioExecution {
  const { scenario, outcome, complete } = input
  if ('failed' in outcome) return { scenario: scenario.name, status: 'unknown', reason: outcome.failed }
  const steps = outcome.steps.map((step) => ({
    id: step.id,
    exitCode: step.exitCode,
    stdout: step.stdout,
    stderr: step.stderr,
    timedOut: step.timedOut,
    secrets: step.secrets,
    requests: step.trace.exchanges.map((exchange) => traced(exchange, input.lines, complete)),
  }))
  return {
    scenario: scenario.name,
    status: 'ran',
    variables: outcome.variables,
    steps: typeof complete === 'string' || complete.lost === 0 ? steps : markLost(steps, input.policy),
    components: input.components,
    componentsUnknown: input.componentsUnknown,
  }
}

function traced(exchange: Exchange, lines: ReadonlyMap<string, readonly string[]>, complete: Complete | string): TracedRequest {
  const own = lines.get(exchange.auditID) ?? []
  return {
    auditID: exchange.auditID,
    persona: exchange.persona,
    method: exchange.method,
    target: exchange.target,
    status: exchange.status,
    echoed: exchange.echoed,
    upgraded: exchange.upgraded,
    lines: own,
    unknown: unknownReason(exchange, own, complete),
  }
}

function unknownReason(exchange: Exchange, lines: readonly string[], complete: Complete | string): string | null {
  if (typeof complete === 'string') return complete
  if (exchange.status === null && lines.length === 0) return `no answer from the API server: ${exchange.error ?? 'the client left'}`
  return null
}

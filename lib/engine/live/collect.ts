import type { Scenario } from '../../scenario/scenario.js'
import { userOfPersona } from '../../scenario/user-of-persona.js'
import { loadPolicy } from '../../policy/load.js'
import type { PlannedPolicy } from '../engine.js'
import type { Administrator, ComponentRequest, ScenarioExecution, TracedRequest } from '../execution.js'
import type { Complete } from './log-watch.js'
import type { Outcome } from './open-lanes.js'
import type { Lines } from './lines.js'
import { lacksEvents } from './lost.js'
import type { Exchange } from './trace.js'

export interface Collected {
  readonly scenario: Scenario
  readonly outcome: Outcome
  readonly policy: PlannedPolicy
  /** The lane's log by auditID. */
  readonly lines: Lines
  readonly complete: Complete | string
  readonly components: readonly ComponentRequest[]
  /** Whom the persona `admin` is, where it is not the lab's own. */
  readonly administrator?: Administrator | undefined
  readonly componentsUnknown: string | null
}

/** Joins what a scenario did on a lane with what the lane's log says of it, by Audit-ID. */
export function collect(input: Collected): ScenarioExecution {
  const { scenario, outcome, complete } = input
  if ('failed' in outcome) return { scenario: scenario.name, status: 'unknown', reason: outcome.failed }
  const loaded = loadPolicy(input.policy.text, input.policy.path)
  const namespace = outcome.variables.namespace ?? ''
  // A policy that only the server could load cannot tell: then every request may be concerned.
  const lacks: Lacks = (exchange, own) =>
    loaded.loaded === 'refused' ||
    lacksEvents(exchange, own, loaded.policy, userOfPersona(exchange.persona, scenario, namespace, input.administrator))
  return {
    scenario: scenario.name,
    status: 'ran',
    variables: outcome.variables,
    ...(input.administrator === undefined ? {} : { administrator: input.administrator }),
    steps: outcome.steps.map((step) => ({
      id: step.id,
      exitCode: step.exitCode,
      stdout: step.stdout,
      stderr: step.stderr,
      timedOut: step.timedOut,
      secrets: step.secrets,
      requests: step.trace.exchanges.map((exchange) =>
        traced(exchange, input.lines.get(exchange.auditID) ?? [], complete, lacks),
      ),
    })),
    components: input.components,
    componentsUnknown: input.componentsUnknown,
  }
}

type Lacks = (exchange: Exchange, lines: readonly string[]) => boolean

function traced(
  exchange: Exchange,
  lines: readonly string[],
  complete: Complete | string,
  lacks: Lacks,
): TracedRequest {
  return {
    auditID: exchange.auditID,
    persona: exchange.persona,
    method: exchange.method,
    target: exchange.target,
    status: exchange.status,
    echoed: exchange.echoed,
    upgraded: exchange.upgraded,
    lines,
    unknown: unknownReason(exchange, lines, complete, lacks),
    limits: [],
  }
}

function unknownReason(
  exchange: Exchange,
  lines: readonly string[],
  complete: Complete | string,
  lacks: Lacks,
): string | null {
  if (typeof complete === 'string') return complete
  // Whether such a request reached the server at all, the counters cannot tell.
  if (exchange.status === null && (lines.length === 0 || lacks(exchange, lines))) {
    return `no answer from the API server: ${exchange.error ?? 'the client left'}`
  }
  const { lost, doubt } = complete
  if (doubt?.of === 'silent' && lines.length === 0) return doubt.reason
  const reason = lost > 0 ? LOST : doubt?.reason
  return reason !== undefined && lacks(exchange, lines) ? reason : null
}

const LOST = 'lost by the server: kube-apiserver counts Events that its log backend failed to write'

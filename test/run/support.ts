import type { Attributes } from '../../lib/audit/attributes.js'
import type { AuditEvent } from '../../lib/audit/event.js'
import { projectLine } from '../../lib/audit/project.js'
import { attributesOfEvent } from '../../lib/audit/attributes-of.js'
import type {
  ComponentRequest,
  Execution,
  ScenarioExecution,
  StepExecution,
  TracedRequest,
} from '../../lib/engine/execution.js'
import { evaluate } from '../../lib/policy/evaluate.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { Decision, Policy } from '../../lib/policy/policy.js'
import { observe } from '../../lib/run/observe.js'
import type { ReadRequest } from '../../lib/run/observe.js'
import type { RunInput } from '../../lib/run/judge-run.js'
import { loadCells } from '../../lib/scenario/load-cells.js'
import { loadScenario } from '../../lib/scenario/load.js'
import { linesOf } from './fixtures.js'

const METHODS: Readonly<Record<string, string>> = {
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
}

export function parse(line: string): AuditEvent {
  return JSON.parse(line) as AuditEvent
}

/** The rules of a policy, in YAML, as kube-apiserver loads it. */
export function policyOf(rules: string, file = 'policy.yaml'): Policy {
  const loaded = loadPolicy(`apiVersion: audit.k8s.io/v1\nkind: Policy\n${rules}\n`, file)
  if (loaded.loaded === 'refused') throw new Error(loaded.message)
  return loaded.policy
}

/** The policy that the fixtures were written under: each user has a level of its own. */
const FIXTURE_POLICY = policyOf(`rules:
  - {level: None, users: [none]}
  - {level: Metadata, users: [metadata]}
  - {level: Request, users: [request]}
  - {level: Metadata, users: [late], omitStages: [RequestReceived, ResponseStarted]}
  - {level: RequestResponse}`)

/** A request of the fixtures as the proxy traced it. */
export function traced(auditID: string, change: Partial<TracedRequest> = {}): TracedRequest {
  const lines = linesOf(auditID)
  const event = parse(lines.at(-1) ?? '')
  return {
    auditID,
    persona: 'admin',
    method: METHODS[event.verb] ?? 'GET',
    target: event.requestURI,
    status: event.responseStatus?.code ?? null,
    echoed: true,
    upgraded: false,
    lines,
    unknown: null,
    limits: [],
    ...change,
  }
}

/** A request under one policy, with the rule that decided it. */
export interface DecidedRequest extends ReadRequest {
  readonly decision: Decision | null
}

export function observed(
  auditID: string,
  change: Partial<TracedRequest> = {},
  policy: Policy = FIXTURE_POLICY,
): DecidedRequest {
  return decidedBy(policy, traced(auditID, change), { name: 'none', groups: [] })
}

/** A traced request under a policy; `persona` is the user that it had, should no Event tell. */
export function decidedBy(policy: Policy, request: TracedRequest, persona: Attributes['user']): DecidedRequest {
  const read = observe(request, persona)
  return { ...read, decision: evaluate(policy, read.attributes) }
}

/** A request whose catch-all lines are projected to what the policy would have written. */
export function under(policy: Policy, auditID: string, change: Partial<TracedRequest> = {}): TracedRequest {
  const request = traced(auditID)
  const lines = request.lines.flatMap(
    (line) => projectLine(line, evaluate(policy, attributesOfEvent(parse(line)))) ?? [],
  )
  return { ...request, lines, ...change }
}

export function step(
  id: string,
  requests: readonly TracedRequest[],
  change: Partial<StepExecution> = {},
): StepExecution {
  return { id, exitCode: 0, stdout: '', stderr: '', timedOut: false, requests, secrets: [], ...change }
}

export function component(auditID: string, user: string): ComponentRequest {
  return { auditID, user, lines: linesOf(auditID) }
}

export interface Setting {
  /** The scenario file; `name`, `about` are there. */
  readonly scenario: string
  /** Rules of the policy, in YAML. */
  readonly rules: string
  readonly cells?: string
  readonly steps?: (policy: Policy) => readonly StepExecution[]
  readonly ran?: Partial<Extract<ScenarioExecution, { status: 'ran' }>>
  readonly instead?: ScenarioExecution
  readonly input?: Partial<RunInput>
  readonly execution?: Partial<Execution['policies'][number]>
}

/** One scenario (`acts`) under one policy (`prod`), as an engine would have carried it out. */
export function runOf(setting: Setting): RunInput {
  const text = `apiVersion: audit.k8s.io/v1\nkind: Policy\n${setting.rules}\n`
  const policy = policyOf(setting.rules, 'prod.yaml')
  const scenario = loadScenario(`name: acts\nabout: What is done.\n${setting.scenario}`, 'acts.yaml')
  const ran: ScenarioExecution = {
    scenario: 'acts',
    status: 'ran',
    variables: { namespace: 'shop', run: 'r1', canary: 'pa&ss<w>"ord"/ö+%1f4a9c' },
    steps: setting.steps?.(policy) ?? [],
    components: [],
    componentsUnknown: null,
    ...setting.ran,
  }
  return {
    execution: {
      engine: 'binary',
      kubernetes: 'v1.34.4',
      policies: [
        {
          policy: 'prod',
          loaded: 'strict',
          message: null,
          scenarios: [setting.instead ?? ran],
          background: null,
          ...setting.execution,
        },
      ],
    },
    scenarios: [scenario],
    policies: [
      {
        name: 'prod',
        path: 'prod.yaml',
        text,
        loaded: loadPolicy(text, 'prod.yaml'),
        cells: setting.cells === undefined ? null : loadCells(setting.cells, 'prod.cells.yaml'),
      },
    ],
    strict: false,
    failOnSkip: false,
    requirements: [],
    shard: null,
    how: 'measured',
    rerun: (name, of) => `audit-lab run ${name} -p ${of}`,
    ...setting.input,
  }
}

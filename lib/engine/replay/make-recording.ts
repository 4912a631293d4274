import type { LocatedStep, Scenario } from '../../scenario/scenario.js'
import { mapStrings } from '../../util/strings.js'
import type { PlannedPolicy } from '../engine.js'
import type { Execution, ScenarioExecution, StepExecution, TracedRequest } from '../execution.js'
import type { RecordedRequest, Recording } from './recording.js'
import { differingStep, signatureOf } from './same-requests.js'
import { withStandIns } from './stand-ins.js'

type Ran = Extract<ScenarioExecution, { status: 'ran' }>

const policy = (name: string, level: string): PlannedPolicy => ({
  name,
  path: `${name}.yaml`,
  text: `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n  - level: ${level}\n`,
})

/**
 * What a recording is made from: the catch-all twice, because requests that differ from run to run cannot be replayed,
 * and Metadata, which keeps the Events whose bodies the catch-all fails to write.
 */
export const RECORDING_POLICIES = [
  policy('catch-all', 'RequestResponse'),
  policy('again', 'RequestResponse'),
  policy('metadata', 'Metadata'),
]

/** A recording, or why none can be made. `execution` is of RECORDING_POLICIES. */
export function makeRecording(
  scenario: Scenario,
  execution: Execution,
  kubectl: string,
): Recording | { readonly refused: string } {
  const runs = execution.policies.map(({ scenarios }) => scenarios.find((one) => one.scenario === scenario.name))
  const [first, again, metadata] = runs
  if (first?.status !== 'ran' || again?.status !== 'ran' || metadata?.status !== 'ran') {
    const reasons = runs.flatMap((run) => (run === undefined || run.status === 'ran' ? [] : [run.reason]))
    return { refused: reasons[0] ?? 'it was not run' }
  }
  const refused =
    runs.map((run) => (run?.status === 'ran' ? failedStep(scenario, run) : null)).find((reason) => reason !== null) ??
    differingStep(first, again) ??
    differingStep(first, metadata) ??
    unexplained(first, metadata)
  if (refused !== null) return { refused }
  const recording: Recording = {
    schemaVersion: 1,
    scenario: scenario.name,
    hash: scenario.requestHash,
    kubernetes: execution.kubernetes,
    kubectl,
    engine: execution.engine,
    variables: { ...first.variables },
    // What a command printed decides nothing, and may be large.
    steps: first.steps.map(({ stdout: _, ...step }) => ({
      ...step,
      secrets: [...step.secrets],
      requests: step.requests.map((request) => recorded(request, first, metadata, step.id)),
    })),
    components: first.components.map((component) => ({ ...component, lines: [...component.lines] })),
  }
  return mapStrings(recording, withStandIns)
}

/** A step that did not end as the scenario expects; null when all did. */
function failedStep(scenario: Scenario, run: Ran): string | null {
  for (const step of scenario.steps) {
    const execution = run.steps.find(({ id }) => id === step.id)
    if (execution === undefined) return `step ${step.id} was not carried out`
    const reason = execution.timedOut ? `did not end in ${step.timeout}` : failure(step, execution)
    if (reason !== null) return `step ${step.id} ${reason}`
  }
  return null
}

function failure(step: LocatedStep, { exitCode, stderr, requests }: StepExecution): string | null {
  if ('run' in step) {
    const failed = exitCode !== null && exitCode !== step.exit
    return failed ? `exited with ${exitCode}, expected ${step.exit}: ${stderr.trim().split('\n').at(-1) ?? ''}` : null
  }
  const status = requests[0]?.status ?? null
  return step.status !== undefined && status !== step.status
    ? `was answered ${String(status)}, expected ${step.status}`
    : null
}

/** A request of which too little is known: the catch-all may only have lost what Metadata keeps. Null when there is none. */
function unexplained(first: Ran, metadata: Ran): string | null {
  const unknown = (run: Ran): { id: string; one: TracedRequest }[] =>
    run.steps.flatMap(({ id, requests }) => requests.filter((one) => one.unknown !== null).map((one) => ({ id, one })))
  const lost = [
    ...unknown(metadata),
    ...unknown(first).filter(({ one }) => one.unknown?.startsWith('lost by the server') !== true),
  ]
  const [worst] = lost
  if (worst !== undefined)
    return `step ${worst.id}: ${worst.one.method} ${worst.one.target}: ${worst.one.unknown ?? ''}`
  const silent = first.steps
    .flatMap(({ requests }) => requests)
    .find(({ lines, unknown }) => lines.length === 0 && unknown === null)
  return silent === undefined ? null : `${silent.method} ${silent.target} left no Event under the catch-all`
}

function recorded(request: TracedRequest, first: Ran, metadata: Ran, step: string): RecordedRequest {
  const { unknown, lines, limits: _, ...rest } = request
  return {
    ...rest,
    lines: [...lines],
    metadata: unknown === null ? null : metadataLines(request, first, metadata, step),
  }
}

/** The same request's lines of the Metadata run, with that run's names replaced by this one's. */
function metadataLines(request: TracedRequest, first: Ran, metadata: Ran, step: string): string[] {
  const alike = (run: Ran): TracedRequest[] =>
    run.steps
      .filter(({ id }) => id === step)
      .flatMap(({ requests }) => requests)
      .filter((one) => signatureOf(one, run.variables) === signatureOf(request, first.variables))
  const twin = alike(metadata)[alike(first).indexOf(request)]
  return (twin?.lines ?? []).map((line) => {
    let renamed = line.replaceAll(twin?.auditID ?? '', request.auditID)
    for (const [name, value] of Object.entries(metadata.variables)) {
      if (value !== '') renamed = renamed.replaceAll(value, first.variables[name] ?? value)
    }
    return renamed
  })
}

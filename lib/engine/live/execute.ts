import { availableParallelism } from 'node:os'
import { InterruptedError } from '../../errors.js'
import type { Scenario } from '../../scenario/scenario.js'
import { limited } from '../../util/limit.js'
import type { Plan, PlannedPolicy } from '../engine.js'
import type { Background, PolicyExecution, ScenarioExecution } from '../execution.js'
import { ApiClient } from './api-client.js'
import type { Lane, LiveCluster, RefusedPolicy } from './cluster.js'
import { collect } from './collect.js'
import { baseline, waitUntilComplete, type Baseline, type Complete } from './completeness.js'
import { componentRequests } from './components.js'
import { adminCredential } from './personas.js'
import { linesByAuditID } from './lines.js'
import { prepare } from './prepare.js'
import { waitUntilServed } from './readiness.js'
import { runScenario, type RunContext, type ScenarioRun } from './scenario-run.js'

const COMPLETE_MILLISECONDS = 60_000

/** A scenario's end on one lane: what it made, or why it could not be carried out. */
export type Outcome = ScenarioRun | { readonly failed: string }

/** A lane at work, with what came of each scenario. */
interface OpenLane {
  readonly lane: Lane
  readonly client: ApiClient
  readonly start: Baseline
  readonly outcomes: Map<string, Outcome>
}

/** Runs every scenario under every policy on a live cluster, in waves of as many lanes as fit. */
export async function executeOnCluster(
  plan: Plan,
  cluster: LiveCluster,
  directory: string,
): Promise<PolicyExecution[]> {
  const { signal, progress } = plan
  const background = await recordBackground(plan, cluster)
  await using shared = await prepare(plan, cluster, directory)
  const skipped = new Map<string, ScenarioExecution>()
  for (const scenario of plan.scenarios) {
    const missing = scenario.needs.filter((need) => !cluster.capabilities.has(need))
    if (missing.length > 0) {
      const reason = `needs ${missing.join(' and ')}, which this engine does not have`
      skipped.set(scenario.name, { scenario: scenario.name, status: 'skipped', reason })
    }
  }
  const scenarios = plan.scenarios.filter((scenario) => !skipped.has(scenario.name))
  const executions: PolicyExecution[] = []
  for (const wave of waves(plan.policies, cluster.maxLanes)) {
    progress(`lanes: starting ${wave.length} (${wave.map((policy) => policy.name).join(', ')})`)
    const opened = await cluster.openLanes(wave, signal)
    await using lanes = new Lanes(opened)
    await lanes.open(cluster, shared.crdPaths, signal)
    await runWave(plan, shared, lanes.all, scenarios)
    for (const policy of wave) {
      const refused = opened.find((one): one is RefusedPolicy => 'refused' in one && one.policy === policy)
      const open = lanes.all.find(({ lane }) => lane.policy === policy)
      if (refused !== undefined || open === undefined) {
        executions.push({
          policy: policy.name,
          loaded: 'refused',
          message: refused?.refused ?? '',
          scenarios: [],
          background: null,
        })
        continue
      }
      progress(`${policy.name}: waiting for the log to be complete`)
      const results = await collectLane(shared, open, plan.scenarios, skipped)
      const loaded = open.lane.lenient === null ? 'strict' : 'lenient'
      executions.push({ policy: policy.name, loaded, message: open.lane.lenient, scenarios: results, background })
    }
  }
  return executions
}

async function recordBackground(plan: Plan, cluster: LiveCluster): Promise<Background | null> {
  const seconds = plan.settings.backgroundSeconds
  if (seconds === 0 || cluster.mainUnprojectable !== null) return null
  plan.progress(`background: what the cluster's own components ask in ${seconds} s`)
  return { seconds, lines: await cluster.recordMainLog(seconds, plan.signal) }
}

async function runWave(
  plan: Plan,
  context: RunContext,
  lanes: readonly OpenLane[],
  scenarios: readonly Scenario[],
): Promise<void> {
  const { signal, progress } = plan
  const total = scenarios.length * lanes.length
  let done = 0
  const job = async ({ scenario, open }: { scenario: Scenario; open: OpenLane }): Promise<void> => {
    try {
      open.outcomes.set(scenario.name, await runScenario(context, open.lane, open.client, scenario))
    } catch (error) {
      if (signal.aborted) throw new InterruptedError('interrupted', { cause: error })
      open.outcomes.set(scenario.name, { failed: error instanceof Error ? error.message : String(error) })
    }
    done += 1
    progress(`scenarios: ${done} of ${total} (${scenario.name} under ${open.lane.policy.name})`)
  }
  const cross = (chosen: readonly Scenario[]): { scenario: Scenario; open: OpenLane }[] =>
    chosen.flatMap((scenario) => lanes.map((open) => ({ scenario, open })))
  // kubectl, kube-apiserver and the kubelet wait for one another, so more than one job for each core pays.
  const width = plan.settings.parallel ?? availableParallelism() * 2 + 1
  await limited(cross(scenarios.filter((scenario) => !scenario.alone)), width, job)
  await limited(cross(scenarios.filter((scenario) => scenario.alone)), 1, job)
}

async function collectLane(
  context: RunContext,
  open: OpenLane,
  scenarios: readonly Scenario[],
  skipped: ReadonlyMap<string, ScenarioExecution>,
): Promise<ScenarioExecution[]> {
  const complete = await completeLane(context, open)
  const lines = await linesByAuditID(open.lane.readLog())
  const components = new Map<string, Awaited<ReturnType<typeof componentRequests>>>()
  for (const scenario of scenarios) {
    const outcome = open.outcomes.get(scenario.name)
    if (outcome === undefined || 'failed' in outcome || context.cluster.mainUnprojectable !== null) continue
    const namespace = outcome.variables.namespace ?? ''
    components.set(scenario.name, await componentRequests(context.cluster, scenario, namespace, context.signal))
  }
  return scenarios.map(
    (scenario) =>
      skipped.get(scenario.name) ??
      collect({
        scenario,
        outcome: open.outcomes.get(scenario.name) ?? { failed: 'was not run' },
        policy: open.lane.policy,
        lines,
        complete,
        components: components.get(scenario.name) ?? [],
        componentsUnknown: context.cluster.mainUnprojectable,
      }),
  )
}

/** A sentence when the lane cannot be asked any more: then nothing of it is known. */
async function completeLane(context: RunContext, open: OpenLane): Promise<Complete | string> {
  const exchanges = [...open.outcomes.values()].flatMap((outcome) =>
    'failed' in outcome ? [] : outcome.steps.flatMap((step) => step.trace.exchanges),
  )
  try {
    return await waitUntilComplete(
      open.lane,
      open.client,
      open.start,
      exchanges.filter((exchange) => exchange.status !== null).length,
      { timeoutMilliseconds: COMPLETE_MILLISECONDS, signal: context.signal },
    )
  } catch (error) {
    if (context.signal.aborted) throw error
    return error instanceof Error ? error.message : String(error)
  }
}

function waves(policies: readonly PlannedPolicy[], width: number): PlannedPolicy[][] {
  const chunks: PlannedPolicy[][] = []
  for (let index = 0; index < policies.length; index += width) chunks.push(policies.slice(index, index + width))
  return chunks
}

/** The lanes of one wave; their end stops the servers. */
class Lanes implements AsyncDisposable {
  readonly all: OpenLane[] = []
  private readonly lanes: readonly Lane[]

  constructor(opened: readonly (Lane | RefusedPolicy)[]) {
    this.lanes = opened.filter((one): one is Lane => !('refused' in one))
  }

  async open(cluster: LiveCluster, crdPaths: readonly string[], signal: AbortSignal): Promise<void> {
    for (const lane of this.lanes) {
      const client = new ApiClient(lane.server, await adminCredential(cluster.certificateAuthority))
      await waitUntilServed(client, crdPaths, signal)
      this.all.push({ lane, client, start: await baseline(client, signal), outcomes: new Map() })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { client } of this.all) client[Symbol.dispose]()
    await Promise.all(this.lanes.map((lane) => lane[Symbol.asyncDispose]()))
  }
}

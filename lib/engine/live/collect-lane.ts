import type { Scenario } from '../../scenario/scenario.js'
import type { ScenarioExecution } from '../execution.js'
import { collect } from './collect.js'
import { waitUntilComplete, type Complete } from './completeness.js'
import { componentRequests } from './components.js'
import { linesByAuditID } from './lines.js'
import type { OpenLane } from './open-lanes.js'
import type { RunContext } from './scenario-run.js'

const COMPLETE_MILLISECONDS = 60_000

/** What every scenario left in a lane's log, once that is complete. */
export async function collectLane(
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

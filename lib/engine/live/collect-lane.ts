import type { Scenario } from '../../scenario/scenario.js'
import { userOfPersona } from '../../scenario/user-of-persona.js'
import type { ScenarioExecution } from '../execution.js'
import { collect } from './collect.js'
import { componentRequests } from './components.js'
import { countOf, linesByAuditID, type Lines } from './lines.js'
import type { Complete, MadeRequest } from './log-watch.js'
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
  const { lines, complete } = await readLane(open, await completeLane(context, open, scenarios))
  const components = new Map<string, Awaited<ReturnType<typeof componentRequests>>>()
  for (const scenario of scenarios) {
    const outcome = open.outcomes.get(scenario.name)
    if (outcome === undefined || 'failed' in outcome || context.cluster.mainUnprojectable !== null) continue
    const { variables } = outcome
    components.set(scenario.name, await componentRequests(context.cluster, scenario, variables, context.signal))
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
        administrator: context.cluster.administrator,
      }),
  )
}

/** The lane's log, once it is complete; and whether it still held as much when it was read. */
async function readLane(
  open: OpenLane,
  complete: Complete | string,
): Promise<{ lines: Lines; complete: Complete | string }> {
  try {
    let broken = 0
    const lines = await linesByAuditID(open.lane.readLog(), () => (broken += 1))
    return { lines, complete: typeof complete === 'string' ? complete : afterReading(complete, countOf(lines), broken) }
  } catch (error) {
    const reason = `the log cannot be read: ${error instanceof Error ? error.message : String(error)}`
    return { lines: new Map(), complete: typeof complete === 'string' ? complete : reason }
  }
}

/** A log that was cut since it was complete, or that another has written into, lacks Events that nobody counts as lost. */
function afterReading(complete: Complete, whole: number, broken: number): Complete {
  if (complete.lines === undefined || (broken === 0 && whole >= complete.lines)) return complete
  const reason =
    broken > 0
      ? `${broken} lines of the log are no whole Events: another wrote into it, or it was cut`
      : `the log held ${complete.lines} lines, and ${whole} when it was read: it was cut`
  return { ...complete, doubt: { reason, of: 'lacking' } }
}

/** A sentence when the lane cannot be asked any more: then nothing of it is known. */
async function completeLane(
  context: RunContext,
  open: OpenLane,
  scenarios: readonly Scenario[],
): Promise<Complete | string> {
  const requests = scenarios.flatMap((scenario): MadeRequest[] => {
    const outcome = open.outcomes.get(scenario.name)
    if (outcome === undefined || 'failed' in outcome) return []
    const namespace = outcome.variables.namespace ?? ''
    return outcome.steps.flatMap(({ trace }) =>
      trace.exchanges.map((exchange) => ({
        exchange,
        user: userOfPersona(exchange.persona, scenario, namespace, context.cluster.administrator),
      })),
    )
  })
  try {
    const options = { timeoutMilliseconds: COMPLETE_MILLISECONDS, signal: context.signal }
    return await open.watch.complete(requests, options)
  } catch (error) {
    if (context.signal.aborted) throw error
    return error instanceof Error ? error.message : String(error)
  }
}

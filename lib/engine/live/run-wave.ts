import { availableParallelism } from 'node:os'
import { InterruptedError } from '../../errors.js'
import type { Scenario } from '../../scenario/scenario.js'
import { limited } from '../../util/limit.js'
import type { Plan } from '../engine.js'
import type { OpenLane } from './open-lanes.js'
import { runScenario, type RunContext } from './scenario-run.js'

/** Runs every scenario on every lane; those that must be alone come last, one after another. */
export async function runWave(
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

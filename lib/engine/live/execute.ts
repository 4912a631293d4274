import type { Plan, PlannedPolicy } from '../engine.js'
import type { PolicyExecution, ScenarioExecution } from '../execution.js'
import { recordBackground } from './background.js'
import type { LiveCluster, RefusedPolicy } from './cluster.js'
import { collectLane } from './collect-lane.js'
import { OpenLanes } from './open-lanes.js'
import { prepare } from './prepare.js'
import { runWave } from './run-wave.js'

/** Runs every scenario under every policy on a live cluster, in waves of as many lanes as fit. */
export async function executeOnCluster(
  plan: Plan,
  cluster: LiveCluster,
  directory: string,
): Promise<PolicyExecution[]> {
  const { signal, progress } = plan
  const background = await recordBackground(plan, cluster)
  const skipped = new Map<string, ScenarioExecution>()
  for (const scenario of plan.scenarios) {
    const missing = scenario.needs.filter((need) => !cluster.capabilities.has(need))
    const reason =
      missing.length > 0
        ? `needs ${missing.join(' and ')}, which this engine does not have`
        : (cluster.refusal?.(scenario) ?? null)
    if (reason !== null) {
      skipped.set(scenario.name, { scenario: scenario.name, status: 'skipped', reason })
    }
  }
  const scenarios = plan.scenarios.filter((scenario) => !skipped.has(scenario.name))
  await using shared = await prepare({ ...plan, scenarios }, cluster, directory)
  const executions: PolicyExecution[] = []
  for (const wave of waves(plan.policies, cluster.maxLanes)) {
    progress(`lanes: starting ${wave.length} (${wave.map((policy) => policy.name).join(', ')})`)
    const opened = await cluster.openLanes(wave, signal)
    await using lanes = new OpenLanes(opened)
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

function waves(policies: readonly PlannedPolicy[], width: number): PlannedPolicy[][] {
  const chunks: PlannedPolicy[][] = []
  for (let index = 0; index < policies.length; index += width) chunks.push(policies.slice(index, index + width))
  return chunks
}

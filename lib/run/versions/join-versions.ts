import { EngineError } from '../../errors.js'
import { groupBy } from '../../util/group.js'
import type { PolicyResult, RunResult, ScenarioResult } from '../result.js'
import { summarize } from '../summary.js'
import { versionDifferences } from './version-differences.js'

/**
 * Runs of one matrix on several versions of Kubernetes as one result: every policy has a column for each version, called
 * `prod@v1.34.4`. Throws EngineError when two of them are the same version: then nothing was compared.
 */
export function joinVersions(runs: readonly [RunResult, ...RunResult[]], failOnSkip: boolean): RunResult {
  const versions = runs.map(({ kubernetes }) => kubernetes)
  const twice = versions.find((version, at) => versions.indexOf(version) !== at)
  if (twice !== undefined) {
    throw new EngineError(`two of the versions asked for are the same kube-apiserver, ${twice}`, {
      hint: 'Name each version in full, such as --kubernetes-version 1.34.4.',
    })
  }
  const [first] = runs
  const named = runs.map(withVersion)
  const policies = first.policies.flatMap(({ name }) => named.flatMap((run) => columnOf(run, name)))
  const scenarios = first.scenarios.map((scenario): ScenarioResult => {
    const own = named.flatMap((run) => run.scenarios.filter(({ name }) => name === scenario.name))
    return { ...scenario, results: own.flatMap(({ results }) => results) }
  })
  const leaks = named.flatMap((run) => run.leaks)
  const unclaimed = named.flatMap((run) => run.unclaimed)
  return {
    ...{ schemaVersion: 1, engine: first.engine, kubernetes: versions.join(', ') },
    ...{ policies, scenarios, leaks, unclaimed, limits: named.flatMap((run) => run.limits) },
    requirements: named.flatMap((run) => run.requirements),
    summary: summarize({
      ...{ policies, leaks, unclaimed, failOnSkip, isPart: first.shard !== null },
      results: scenarios.flatMap(({ results }) => results),
      matchedNothing: runs.reduce((total, { summary }) => total + summary.matchedNothing, 0),
    }),
    ...{ crossCheck: null, shard: first.shard, versionDifferences: versionDifferences(runs) },
  }
}

const columnName = (policy: string, version: string): string => `${policy}@${version}`

function columnOf({ policies, kubernetes }: RunResult, policy: string): PolicyResult[] {
  return policies.filter(({ name }) => name === columnName(policy, kubernetes))
}

/** The result with its policies named after the version too. */
function withVersion(run: RunResult): RunResult {
  const rename = <Item extends { readonly policy: string }>(item: Item): Item => ({
    ...item,
    policy: columnName(item.policy, run.kubernetes),
  })
  return {
    ...run,
    policies: run.policies.map((policy) => ({ ...policy, name: columnName(policy.name, run.kubernetes) })),
    scenarios: run.scenarios.map((scenario) => ({
      ...scenario,
      results: numbered(scenario, run.kubernetes).map(rename),
    })),
    leaks: run.leaks.map(rename),
    unclaimed: run.unclaimed.map(rename),
    requirements: run.requirements.map(rename),
    limits: run.limits.map(rename),
  }
}

/** `#2` stays at the end of an id. */
function numbered({ results }: ScenarioResult, version: string): ScenarioResult['results'] {
  const groups = groupBy(results, ({ policy }) => policy)
  return [...groups.values()].flat().map((result) => ({
    ...result,
    id: result.id.replace(/(#\d+)?$/, (part) => `@${version}${part}`),
  }))
}

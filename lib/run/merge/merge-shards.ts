import { InputError } from '../../errors.js'
import { groupBy } from '../../util/group.js'
import type { CrossCheck, RunResult, VersionDifference } from '../result.js'
import { summarize } from '../summary.js'
import { checkShards, type ShardFile } from './check-shards.js'
import { mergePolicy, sum } from './merge-policies.js'
import { mergeRequirements } from './merge-requirements.js'

/** The shards of one run as the result of the whole. Throws InputError with everything that speaks against it. */
export function mergeShards(files: readonly [ShardFile, ...ShardFile[]]): RunResult {
  const problems = checkShards(files)
  if (problems.length > 0) throw new InputError('these results are not the shards of one run', { problems })
  const [first] = files
  const results = files.map(({ result }) => result)
  const { engine, shard } = first.result
  const run = results.filter(({ scenarios }) => scenarios.length > 0)
  const policies = [
    ...groupBy(
      run.flatMap((result) => result.policies),
      ({ name }) => name,
    ).values(),
  ].map((parts) => mergePolicy(parts, engine))
  const scenarios = inOrder(
    results.flatMap((result) => result.scenarios),
    shard.selection,
    ({ name }) => name,
  )
  // A run lists policy by policy, and in each in the order of the scenarios.
  const names = policies.map(({ name }) => name)
  const listed = <Item extends { readonly policy: string; readonly scenario: string }>(
    items: readonly Item[],
  ): Item[] =>
    inOrder(
      inOrder(items, shard.selection, ({ scenario }) => scenario),
      names,
      ({ policy }) => policy,
    )
  const leaks = listed(results.flatMap((result) => result.leaks))
  const unclaimed = listed(results.flatMap((result) => result.unclaimed))
  const limits = listed(results.flatMap((result) => result.limits))
  const crossCheck = mergeCrossChecks(run.flatMap((result) => result.crossCheck ?? []))
  const summary = summarize({
    ...{ policies, leaks, unclaimed, isPart: false, failOnSkip: shard.failOnSkip },
    results: scenarios.flatMap((scenario) => scenario.results),
    matchedNothing: results.reduce((total, result) => total + result.summary.matchedNothing, 0),
  })
  const differs = crossCheck !== null && crossCheck.differences.length > 0 && summary.exitStatus === 0
  return {
    ...{ schemaVersion: 1, engine, kubernetes: (run[0] ?? first.result).kubernetes },
    ...{ policies, scenarios, leaks, unclaimed, limits },
    requirements: mergeRequirements(run.flatMap((result) => result.requirements)),
    summary: differs ? { ...summary, exitStatus: 1 } : summary,
    crossCheck,
    shard: null,
    versionDifferences: mergeDifferences(run, listed),
  }
}

function mergeDifferences(
  run: readonly RunResult[],
  listed: (items: readonly VersionDifference[]) => VersionDifference[],
): VersionDifference[] | null {
  if (run.every(({ versionDifferences }) => versionDifferences === null)) return null
  const all = listed(run.flatMap(({ versionDifferences }) => versionDifferences ?? []))
  // How a policy loads is the same in every shard.
  return all.filter((one, at) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === at)
}

/** Sorted by the place of a key; what has the same key keeps its order. */
function inOrder<Item>(items: readonly Item[], order: readonly string[], keyOf: (item: Item) => string): Item[] {
  const places = new Map(order.map((key, place) => [key, place]))
  const place = (item: Item): number => places.get(keyOf(item)) ?? order.length
  return [...items].sort((a, b) => place(a) - place(b))
}

function mergeCrossChecks(checks: readonly CrossCheck[]): CrossCheck | null {
  if (checks.length === 0) return null
  const volumes = groupBy(
    checks.flatMap((check) => check.volumes),
    ({ policy }) => policy,
  )
  return {
    requests: checks.reduce((total, { requests }) => total + requests, 0),
    events: checks.reduce((total, { events }) => total + events, 0),
    differences: checks.flatMap(({ differences }) => differences),
    volumes: [...volumes].map(([policy, parts]) => ({
      policy,
      live: sum(parts.map(({ live }) => live)),
      replayed: sum(parts.map(({ replayed }) => replayed)),
    })),
  }
}

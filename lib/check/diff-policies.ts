import { diff, type Difference } from '../analysis/diff.js'
import { requestWords } from '../audit/request-words.js'
import type { Decision, Policy } from '../policy/policy.js'
import { rulePlace, type RulePlace } from './example-of.js'
import { mergeDifferences, type MergedDifferences } from './merge-differences.js'
import type { DecidedBy, DiffResult, PolicyDifference, VolumeChange } from './result.js'
import type { Traffic } from './traffic.js'
import { trafficChange, type TrafficChange } from './volume-change.js'

/** A policy, and how the result calls its file. */
export interface Named {
  readonly policy: Policy
  readonly path: string
}

/** What is counted under both policies, read only where they differ. */
export interface Captured {
  readonly traffic: () => Promise<readonly Traffic[]>
  /** What a log of the user's costs; null where none is given. */
  readonly log: () => Promise<VolumeChange | null>
}

/** In what two policies differ, for every possible request, and what the difference costs in captured traffic. */
export async function diffPolicies(before: Named, after: Named, captured: Captured): Promise<DiffResult> {
  const places = [before, after].map(({ policy, path }) => rulePlace(policy, path)) as [RulePlace, RulePlace]
  const found = diff(before.policy, after.policy)
  const result = { schemaVersion: 1, before: before.path, after: after.path } as const
  // Equal policies write the same.
  if (found === null || found.length === 0) return { ...result, differences: found === null ? null : [], volume: [] }
  const traffic = (await captured.traffic()).map((one) => trafficChange(one, before.policy, after.policy))
  const differences = mergeDifferences(found).map((merged) => differenceOf(merged, places, traffic))
  const log = await captured.log()
  return { ...result, differences, volume: [...traffic.map(({ all }) => all), ...(log === null ? [] : [log])] }
}

function differenceOf(
  merged: MergedDifferences,
  [was, is]: readonly [RulePlace, RulePlace],
  traffic: readonly TrafficChange[],
): PolicyDifference {
  const [first] = merged
  return {
    kind: first.kind,
    request: requestWords(first.request),
    before: decidedBy(first.before, merged, 'before', was),
    after: decidedBy(first.after, merged, 'after', is),
    rules: merged.map((one) => ({
      before: one.before.rule,
      after: one.after.rule,
      request: requestWords(one.request),
    })),
    volume: traffic.flatMap(
      ({ between }) => between(merged.map((one) => [one.before.rule, one.after.rule] as const)) ?? [],
    ),
  }
}

function decidedBy(
  { level, omitStages, omitManagedFields }: Decision,
  merged: readonly Difference[],
  side: 'before' | 'after',
  place: RulePlace,
): DecidedBy {
  const rules = [...new Set(merged.map((one) => one[side].rule))].sort((a, b) => (a ?? Infinity) - (b ?? Infinity))
  return { level, omitStages, omitManagedFields, rules: rules.map((rule) => ({ rule, at: place(rule) })) }
}

import type { Difference } from '../analysis/diff.js'
import { groupBy } from '../util/group.js'

/** Pairs of rules between which the same changes, and of which one rule is in all of them. */
export type MergedDifferences = readonly [Difference, ...Difference[]]

/**
 * As few lines as can be read: what changes alike is put together around the rule that has most of it, so that each line
 * says what became of one rule, or what one rule took over.
 */
export function mergeDifferences(differences: readonly Difference[]): MergedDifferences[] {
  return [...groupBy(differences, change).values()].flatMap(aroundRules)
}

function change({ kind, before, after }: Difference): string {
  const shape = ({ level, omitStages, omitManagedFields }: Difference['before']): unknown[] =>
    level === 'None' ? [level] : [level, omitStages, omitManagedFields]
  return JSON.stringify([kind, shape(before), shape(after)])
}

function aroundRules(differences: readonly Difference[]): MergedDifferences[] {
  const merged: MergedDifferences[] = []
  let rest = differences
  while (rest.length > 0) {
    const groups = (['before', 'after'] as const).flatMap((side) => [
      ...groupBy(rest, (one) => String(one[side].rule)).values(),
    ])
    const most = groups.reduce((a, b) => (b.length > a.length ? b : a))
    merged.push(most)
    const taken = new Set<Difference>(most)
    rest = rest.filter((one) => !taken.has(one))
  }
  return merged
}

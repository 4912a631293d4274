import type { RunResult, VersionDifference } from '../run/result.js'
import { countOf } from '../util/numbers.js'
import { title } from './cell.js'

/** A line for each difference between versions of Kubernetes, and how many there are; empty for a run on one version. */
export function versionWords({ versionDifferences, kubernetes }: RunResult): string[] {
  if (versionDifferences === null) return []
  const count = versionDifferences.length === 0 ? 'no difference' : countOf(versionDifferences.length, 'difference')
  return [`${kubernetes}: ${count} in how policies load, in levels and in stages`, ...versionDifferences.map(words)]
}

function words({ policy, scenario, step, request, versions }: VersionDifference): string {
  const isPolicy = scenario === ''
  const place = isPolicy ? policy : `${policy}: ${title(scenario, step, request)}`
  const each = versions.map(({ kubernetes, loaded, actual, stages }) =>
    isPolicy
      ? `${kubernetes} loads it ${loaded}`
      : `${kubernetes} ${actual ?? 'no such cell'}${stages.length === 0 ? '' : ` (${stages.join(', ')})`}`,
  )
  return `${place}: ${each.join('; ')}`
}

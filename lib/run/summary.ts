import type { Leak, PolicyResult, Result, Status, Summary, UnclaimedRequest } from './result.js'

export interface Findings {
  readonly policies: readonly PolicyResult[]
  readonly results: readonly Result[]
  readonly leaks: readonly Leak[]
  readonly unclaimed: readonly UnclaimedRequest[]
  /** How many claims cover no request. */
  readonly matchedNothing: number
  readonly failOnSkip: boolean
  /** One of several shards: that nothing ran in it says nothing of the whole. */
  readonly isPart: boolean
}

export function summarize(findings: Findings): Summary {
  const { policies, results, leaks, unclaimed } = findings
  const counts = new Map<Status, number>()
  for (const { status } of results) counts.set(status, (counts.get(status) ?? 0) + 1)
  const count = (status: Status): number => counts.get(status) ?? 0
  const summary = {
    passed: count('passed'),
    failed: count('failed'),
    weaknesses: count('weakness'),
    skipped: count('skipped'),
    unknown: count('unknown'),
    leaks: leaks.filter(({ why }) => why === null).length,
    unclaimed: unclaimed.reduce((sum, request) => sum + request.count, 0),
    refused: policies.filter(({ loaded }) => loaded === 'refused').length,
    lenient: policies.filter(({ loaded }) => loaded === 'lenient').length,
    matchedNothing: findings.matchedNothing,
  }
  return { ...summary, exitStatus: exitStatus(summary, findings) }
}

/** 3 the engine failed, 2 what was given cannot be used, 1 something does not hold; of several the highest. */
function exitStatus(
  { failed, skipped, unknown, leaks, refused, lenient, matchedNothing }: Omit<Summary, 'exitStatus'>,
  { results, policies, failOnSkip, isPart }: Findings,
): Summary['exitStatus'] {
  const allSkipped = skipped > 0 && skipped === results.length
  if (unknown > 0 || (allSkipped && !isPart) || (failOnSkip && skipped > 0)) return 3
  const nothingRan = policies.length === 0 || (results.length === 0 && refused === 0)
  if (refused > 0 || matchedNothing > 0 || (nothingRan && !isPart)) return 2
  return failed > 0 || leaks > 0 || lenient > 0 ? 1 : 0
}

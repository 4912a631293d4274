import { groupBy } from '../../util/group.js'
import { requirementStatus } from '../judge-requirements.js'
import type { RequirementResult } from '../result.js'

/** What shards found of the same requirement under the same policy, as one. */
export function mergeRequirements(all: readonly RequirementResult[]): RequirementResult[] {
  const groups = groupBy(all, ({ policy, file, id }) => JSON.stringify([policy, file, id]))
  return [...groups.values()].map((parts) => {
    const total = (of: (part: RequirementResult) => number): number => parts.reduce((sum, part) => sum + of(part), 0)
    const counts = {
      held: total(({ held }) => held),
      broken: total(({ broken }) => broken),
      unknown: total(({ unknown }) => unknown),
    }
    return { ...parts[0], ...counts, status: requirementStatus(counts) }
  })
}

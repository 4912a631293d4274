import type { RequirementResult, RunResult } from '../run/result.js'
import { groupBy } from '../util/group.js'
import { countOf } from '../util/numbers.js'

/** What became of the requirements under each policy, in a sentence; none where none were given. */
export function requirementWords({ requirements }: RunResult): { readonly policy: string; readonly words: string }[] {
  return [...groupBy(requirements, ({ policy }) => policy)].map(([policy, all]) => {
    const having = (status: RequirementResult['status']): RequirementResult[] =>
      all.filter((one) => one.status === status)
    const held = having('held')
    const requests = held.reduce((sum, one) => sum + one.held, 0)
    const words = [
      `${held.length} of ${countOf(all.length, 'requirement')} held${requests === 0 ? '' : ` in ${countOf(requests, 'check')}`}`,
      ...listed('broken', having('broken'), ({ broken }) => broken),
      ...listed('unknown', having('unknown'), ({ unknown }) => unknown),
      // Of these the run says nothing, and nobody should read it as a pass.
      ...listed('not exercised', having('not exercised'), () => 0),
    ]
    return { policy, words: words.join('; ') }
  })
}

function listed(what: string, all: readonly RequirementResult[], count: (one: RequirementResult) => number): string[] {
  const names = all.map((one) => (count(one) === 0 ? one.id : `${one.id} by ${countOf(count(one), 'request')}`))
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}`]
}

import { prove } from '../analysis/prove.js'
import type { Policy } from '../policy/policy.js'
import type { Pack } from './catalog.js'
import { exampleOf, rulePlace } from './example-of.js'
import type { ProvedRequirement, ProveResult } from './result.js'

/** Decides requirements for every possible request under a policy. `path` is how the result calls it. */
export function provePolicy(policy: Policy, path: string, packs: readonly Pack[]): ProveResult {
  const place = rulePlace(policy, path)
  const requirements = packs.flatMap(({ file, assume, requirements: all }) =>
    all.map((requirement): ProvedRequirement => {
      const proof = prove(policy, requirement, assume)
      const { id, clause, position } = requirement
      const counterexample = proof.status === 'broken' ? exampleOf(proof.counterexample, place) : null
      return { file, line: position.line, id, clause, status: proof.status, counterexample }
    }),
  )
  const has = (...statuses: readonly string[]): boolean => requirements.some(({ status }) => statuses.includes(status))
  // What could not be decided may hold or not, so that nothing is said of the whole.
  return {
    schemaVersion: 1,
    policy: path,
    requirements,
    exitStatus: has('undecided') ? 3 : has('broken', 'void') ? 1 : 0,
  }
}

import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isPossible } from '../../lib/analysis/possible.js'
import { prove } from '../../lib/analysis/prove.js'
import { evaluate } from '../../lib/policy/evaluate.js'
import type { Policy } from '../../lib/policy/policy.js'
import { judge } from '../../lib/requirement/judge.js'
import type { Requirement } from '../../lib/requirement/requirement.js'
import { ASSUME, policies, REQUESTS, requirements } from './vocabulary.js'

const RUNS = Number(process.env['PROVE_RUNS'] ?? 60)

/** The answer of somebody who tries every request. */
function byForce(policy: Policy, requirement: Requirement): 'holds' | 'broken' | 'void' {
  let concerned = false
  for (const request of REQUESTS) {
    const { verdict } = judge(requirement, request, evaluate(policy, request))
    if (verdict === 'broken') return 'broken'
    concerned ||= verdict === 'holds'
  }
  return concerned ? 'holds' : 'void'
}

test('a proof says what trying every request of a small world says', () => {
  const seen = { holds: 0, broken: 0, void: 0 }
  fc.assert(
    fc.property(policies, requirements, (policy, requirement) => {
      const proof = prove(policy, requirement, ASSUME)
      const expected = byForce(policy, requirement)
      seen[expected] += 1
      expect(proof.status).toBe(expected)
      if (proof.status !== 'broken') return
      const { request, decision } = proof.counterexample
      expect(isPossible(request, ASSUME)).toBe(true)
      expect(evaluate(policy, request)).toBe(decision)
      expect(judge(requirement, request, decision).verdict).toBe('broken')
    }),
    { numRuns: RUNS },
  )
  // Each answer must have been asked for, or nothing was compared.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS / 30)
})

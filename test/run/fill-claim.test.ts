import { describe, expect, test } from '@jest/globals'
import { fillClaim, requestKey } from '../../lib/run/fill-claim.js'
import { loadScenario } from '../../lib/scenario/load.js'
import type { LocatedClaim } from '../../lib/scenario/scenario.js'

function claimOf(claim: string): LocatedClaim {
  const text = `name: acts\nabout: x\nsteps:\n  - id: a\n    run: kubectl\n    capture: {token: stdout}\n    expect: [${claim}]\n`
  const found = loadScenario(text, 'acts.yaml').steps[0]?.expect[0]
  if (found === undefined) throw new Error('no claim')
  return found
}

const VARIABLES = { namespace: 'shop', run: 'r1', canary: 'c1' }

describe('a claim with its variables', () => {
  test('has them in the user', () => {
    const claim = claimOf('{request: create pods, by: "system:serviceaccount:${namespace}:robot"}')
    expect(fillClaim(claim, VARIABLES).by).toBe('system:serviceaccount:shop:robot')
  })

  test('has them in the Event, at any depth', () => {
    const claim = claimOf('{request: create pods, event: {user: {groups: ["a-${run}"]}}}')
    expect(fillClaim(claim, VARIABLES).event).toEqual({ user: { groups: ['a-r1'] } })
  })

  test('leaves what a failed step did not capture', () => {
    const claim = claimOf('{request: create pods, event: {userAgent: "${token}"}}')
    expect(fillClaim(claim, VARIABLES).event).toEqual({ userAgent: '${token}' })
  })

  test('is called by its request, and by its user when that is a component', () => {
    expect([claimOf('{request: create pods}'), claimOf('{request: create pods, by: kubelet}')].map(requestKey)).toEqual(
      ['create pods', 'create pods by kubelet'],
    )
  })
})

import { expect, test } from '@jest/globals'
import { withNeverLogged } from '../../lib/check/never-logged.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { Policy } from '../../lib/policy/policy.js'
import type { PolicyVolume, VolumeResult } from '../../lib/volume/result.js'

function policyOf(rules: string): Policy {
  const loaded = loadPolicy(`apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: ${rules}\n`, '')
  if (loaded.loaded === 'refused') throw new Error(loaded.message)
  return loaded.policy
}

/** The two fields that change. */
const RESULT = { policies: [{ atLeast: false, limits: [] }] } as unknown as VolumeResult

function found(policy: string, under: string): PolicyVolume {
  return withNeverLogged(RESULT, [policyOf(policy)], policyOf(under)).policies[0]!
}

test('a policy that logs what the other left out costs at least what is shown, with an example', () => {
  const { atLeast, limits } = found('[{level: Metadata}]', '[{level: None, verbs: [watch]}, {level: Metadata}]')
  expect(atLeast).toBe(true)
  expect(limits).toEqual([expect.objectContaining({ limit: 'never-logged', certain: true, events: null })])
  expect(limits[0]?.example).toContain('watch')
})

test('a policy that leaves out at least as much, or differs in levels only, is shown whole', () => {
  for (const policy of [
    '[{level: None, verbs: [watch, get]}, {level: Request}]',
    '[{level: None, verbs: [watch]}, {level: Metadata}]',
  ])
    expect(found(policy, '[{level: None, verbs: [watch]}, {level: Metadata}]')).toMatchObject({
      atLeast: false,
      limits: [],
    })
})

import { describe, expect, it } from '@jest/globals'
import { loadPolicy } from '../../lib/policy/load.js'
import type { LoadedPolicy, PolicyRule } from '../../lib/policy/policy.js'
import { UPSTREAM_LOADS } from './upstream-loads.js'

describe('loadPolicy says what the loader of kube-apiserver says', () => {
  it.each(UPSTREAM_LOADS)('of $about', ({ text, loaded, message, rules }) => {
    const ours = loadPolicy(text, 'policy.yaml')
    expect(ours.loaded).toBe(loaded)
    expect(message.endsWith(' line ') ? messageOf(ours).slice(0, message.length) : messageOf(ours)).toBe(message)
    expect(ours.loaded === 'refused' ? undefined : ours.policy.rules.map(withoutEmpty)).toEqual(rules)
  })
})

function messageOf(loaded: LoadedPolicy): string {
  return loaded.loaded === 'strict' ? '' : loaded.message
}

function withoutEmpty(rule: PolicyRule): object {
  return Object.fromEntries(
    Object.entries(rule).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  )
}

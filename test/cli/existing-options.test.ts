import { describe, expect, test } from '@jest/globals'
import { engineFlags, existingSettings, type ExistingFlags } from '../../lib/cli/existing-options.js'

const GIVEN: ExistingFlags = { kubeconfig: 'staging.yaml', auditLog: 'audit.log', policy: ['own.yaml'] }

test('a cluster of somebody else is named by its kubeconfig, its log and its one policy, and nobody agreed yet', () => {
  expect(existingSettings(GIVEN, 'existing')).toEqual({
    kubeconfig: 'staging.yaml',
    context: null,
    auditLog: 'audit.log',
    webhookCertificate: null,
    webhookKey: null,
    agreed: false,
  })
})

describe('is refused:', () => {
  test.each([
    ['no kubeconfig', { auditLog: 'audit.log', policy: ['own.yaml'] }, 'existing', /needs to know the cluster/],
    ['no audit log', { kubeconfig: 'staging.yaml', policy: ['own.yaml'] }, 'existing', /needs to know the cluster/],
    ['no policy', { ...GIVEN, policy: [] }, 'existing', /one policy that the cluster has, and 0 are named/],
    ['two policies', { ...GIVEN, policy: ['a.yaml', 'b.yaml'] }, 'existing', /and 2 are named/],
    ['another engine', GIVEN, 'kind', /are for the engine existing, not kind/],
    ['--yes for another engine', { yes: true, policy: [] }, 'replay', /are for the engine existing, not replay/],
  ])('%s', (_title, flags: ExistingFlags, engine, message) => {
    expect(() => existingSettings(flags, engine)).toThrow(message)
  })
})

test('other engines need none of it', () => {
  expect(existingSettings({ policy: ['a.yaml', 'b.yaml'] }, 'kind')).toBeNull()
})

test('the command that runs a case again names the cluster', () => {
  expect(engineFlags('existing', { ...GIVEN, context: 'blue' })).toBe(
    'existing --kubeconfig staging.yaml --context blue --audit-log audit.log',
  )
  expect(engineFlags('kind', { policy: [] })).toBe('kind')
})

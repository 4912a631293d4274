import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { attributesOfRequest } from '../../../lib/audit/attributes-of.js'
import { chooseSentinel } from '../../../lib/engine/existing/sentinel.js'
import { evaluate } from '../../../lib/policy/evaluate.js'
import { loadPolicy } from '../../../lib/policy/load.js'
import type { Policy } from '../../../lib/policy/policy.js'

const ME = { name: 'ops', groups: ['system:authenticated'] }

function policyOf(text: string): Policy {
  const loaded = loadPolicy(text, 'policy.yaml')
  if (loaded.loaded === 'refused') throw new Error(loaded.message)
  return loaded.policy
}

const rules = (text: string): Policy => policyOf(`apiVersion: audit.k8s.io/v1\nkind: Policy\n${text}\n`)

describe('the sentinel of a policy that', () => {
  test.each([
    [
      'logs everything is a read of what nobody has',
      'rules: [{level: Metadata}]',
      'GET /api/v1/namespaces/own/configmaps/audit-lab-sentinel',
    ],
    [
      'drops ConfigMaps is a read of what no server has',
      "rules: [{level: None, resources: [{group: '', resources: [configmaps]}]}, {level: Metadata}]",
      'GET /api/v1/namespaces/own/sentinels/audit-lab-sentinel',
    ],
    [
      'logs Secrets only is a Secret',
      "rules: [{level: Metadata, resources: [{group: '', resources: [secrets]}]}]",
      'GET /api/v1/namespaces/own/secrets/audit-lab-sentinel',
    ],
    [
      'drops reads is a dry run in the own namespace',
      'rules: [{level: None, verbs: [get, list, watch]}, {level: Metadata}]',
      'POST /api/v1/namespaces/own/configmaps?dryRun=All',
    ],
    [
      'logs another namespace only reads there',
      'rules: [{level: Metadata, namespaces: [production]}]',
      'GET /api/v1/namespaces/production/configmaps/audit-lab-sentinel',
    ],
    [
      'logs a path only asks for that path',
      "rules: [{level: Metadata, nonResourceURLs: ['/healthz*']}]",
      'GET /healthzaudit-lab-sentinel',
    ],
    [
      'logs a subresource only asks for that',
      "rules: [{level: Metadata, resources: [{group: apps, resources: ['deployments/status']}]}]",
      'GET /apis/apps/v1/namespaces/own/deployments/audit-lab-sentinel/status',
    ],
    [
      'logs a named object only asks for that',
      "rules: [{level: Metadata, verbs: [delete], resources: [{group: '', resources: [secrets], resourceNames: [db]}]}]",
      'DELETE /api/v1/namespaces/own/secrets/db?dryRun=All',
    ],
    [
      'omits ResponseComplete still leaves RequestReceived',
      'omitStages: [ResponseComplete]\nrules: [{level: Metadata}]',
      'GET /api/v1/namespaces/own/configmaps/audit-lab-sentinel',
    ],
  ])('%s', (_title, text, expected) => {
    const sentinel = chooseSentinel(rules(text), ME, 'own')
    expect(`${sentinel?.method ?? ''} ${sentinel?.target ?? ''}`).toBe(expected)
  })
})

describe('there is no sentinel for a policy that', () => {
  test.each([
    ['logs nothing', 'rules: [{level: None}]'],
    ['logs other users only', 'rules: [{level: Metadata, users: [jane]}]'],
    ['omits both stages', 'omitStages: [RequestReceived, ResponseComplete]\nrules: [{level: Metadata}]'],
    ['logs writes in another namespace only', 'rules: [{level: Metadata, verbs: [create], namespaces: [production]}]'],
  ])('%s', (_title, text) => {
    expect(chooseSentinel(rules(text), ME, 'own')).toBeNull()
  })
})

/** They log nothing, other users only, those without a group only, or no stage that a request reaches. */
const LOG_NOTHING_OF_MINE = [
  'nothing',
  'nnf-clientmount',
  'one-service-account-only',
  'openshift-none',
  'panic-only',
  'rke2-cis',
].map((name) => `${name}.yaml`)

const shipped = readdirSync('policies').filter((name) => name.endsWith('.yaml') && !name.endsWith('.cells.yaml'))

test.each(shipped)('what is chosen for %s is logged by it, and changes nothing', (name) => {
  const policy = policyOf(readFileSync(`policies/${name}`, 'utf8'))
  const sentinel = chooseSentinel(policy, ME, 'own')
  if (sentinel === null) {
    expect(LOG_NOTHING_OF_MINE).toContain(name)
    return
  }
  expect(evaluate(policy, attributesOfRequest(sentinel.method, sentinel.target, ME)).level).not.toBe('None')
  if (sentinel.method !== 'GET') expect(sentinel.target).toMatch(/\/namespaces\/own\/.*\?dryRun=All$/)
})

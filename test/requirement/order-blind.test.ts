import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { prove } from '../../lib/analysis/prove.js'
import { loadPolicy } from '../../lib/policy/load.js'
import { loadRequirements } from '../../lib/requirement/load.js'
import { ROOT } from '../docs/pages.js'

const CIS = loadRequirements(readFileSync(`${ROOT}/requirements/cis.yaml`, 'utf8'), 'cis.yaml')

function broken(rules: string): string[] {
  const loaded = loadPolicy(`apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n${rules}`, 'policy.yaml')
  if (loaded.loaded === 'refused') throw new Error(loaded.message)
  return CIS.requirements
    .filter((requirement) => prove(loaded.policy, requirement, CIS.assume).status !== 'holds')
    .map(({ id }) => id)
}

/** What such checks look for: a rule that names the resources at the level that CIS asks for. */
const NAMED = `  - level: Metadata
    resources:
      - group: ''
        resources: [secrets, configmaps, serviceaccounts/token, pods, pods/exec, pods/attach, pods/portforward, pods/proxy, services/proxy, nodes/proxy]
      - group: apps
        resources: [deployments]
      - group: authentication.k8s.io
        resources: [tokenreviews]
`

/**
 * Checks of CIS 3.2.2 that look for a rule, whatever stands before it.
 * @see https://github.com/Checkmarx/kics, query 1828a670
 * @see https://github.com/kubescape/regolibrary, rule audit-policy-content
 */
describe('CIS is decided by what a policy does, where checks that ignore the order of rules are wrong', () => {
  test('a rule that is never asked counts for nothing', () => {
    expect(broken(`  - level: None\n${NAMED}  - level: Metadata\n`)).toContain('sensitive-resources-on-record')
    expect(broken(`  - level: RequestResponse\n${NAMED}`)).toContain('sensitive-bodies-stay-out')
  })
  test('nor does one that asks for verbs, users or namespaces', () => {
    for (const condition of ['verbs: [create]', 'users: [jane]', 'namespaces: [default]'])
      expect(broken(NAMED.replace('resources:', `${condition}\n    resources:`))).toContain(
        'sensitive-resources-on-record',
      )
  })
  test('nor one of another API group', () => {
    expect(broken(NAMED.replace("group: ''", 'group: apps'))).toContain('sensitive-resources-on-record')
  })
  test('a policy that logs the metadata of everything needs to name nothing', () => {
    expect(broken('  - level: Metadata\n')).toEqual([])
  })
})

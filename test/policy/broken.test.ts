import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { loadPolicy } from '../../lib/policy/load.js'

/** What the server says of each: it refuses the file, or ignores a part of it. */
const SAID: Readonly<Record<string, readonly ['refused' | 'lenient', string]>> = {
  'datadog-as-published': ['lenient', 'unknown field "rules[1].resources[0].verbs"'],
  'duplicate-key': ['lenient', 'line 7: key "level" already set in map'],
  'gce-lineage-v1beta1': ['refused', 'no kind "Policy" is registered for version "audit.k8s.io/v1beta1"'],
  'level-missing': ['refused', 'rules[1].level: Required value'],
  'lower-case-level': ['refused', 'rules[0].level: Unsupported value: "metadata"'],
  'mock-exam-singular-keys': ['lenient', 'unknown field "rules[0].namespace"'],
  'names-without-resources': ['refused', 'using resourceNames requires at least one resource'],
  'no-api-version': ['refused', 'unknown group version field audit.k8s.io/__internal'],
  'no-rules': ['refused', 'loaded illegal policy with 0 rules'],
  'one-value-for-a-list': ['refused', 'cannot unmarshal string into Go struct field PolicyRule.rules.verbs'],
  'only-comments': ['refused', 'unknown group version field audit.k8s.io/__internal'],
  'openshift-as-published': ['lenient', 'unknown field "rules[1].resources[0].resource"'],
  'star-inside-a-url': ['refused', "wildcards '*' must be the final character"],
  tab: ['refused', 'found character that cannot start any token'],
  'unknown-stage': ['refused', 'omitStages[0]: Invalid value: "RequestRecieved"'],
  'url-without-slash': ['refused', "must begin with a '/' character"],
  'urls-and-resources': ['refused', 'rules cannot apply to both regular resources and non-resource URLs'],
  'version-in-group': ['refused', 'rules[0].resources.group: Invalid value: "apps/v1"'],
  'wrong-kind': ['refused', 'no kind "AuditPolicy" is registered'],
  'yes-is-a-boolean': ['refused', 'cannot unmarshal bool into Go struct field PolicyRule.rules.users'],
}

const FOLDER = 'policies/broken'
const names = readdirSync(FOLDER).map((file) => file.replace(/\.yaml$/, ''))

test('every broken policy has its row here', () => {
  expect(names.sort()).toEqual(Object.keys(SAID).sort())
})

describe.each(Object.entries(SAID))('policies/broken/%s', (name, [loaded, words]) => {
  const text = readFileSync(`${FOLDER}/${name}.yaml`, 'utf8')

  test('names its defect in the first line', () => {
    expect(text).toMatch(/^# Defect: \S.*\.\n/)
  })

  test(`is ${loaded}, with the words of the server`, () => {
    const result = loadPolicy(text, `${name}.yaml`)
    expect(result.loaded).toBe(loaded)
    expect('message' in result ? result.message : '').toContain(words)
  })
})

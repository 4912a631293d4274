import { describe, expect, test } from '@jest/globals'
import { refusalOf, type Grants } from '../../../lib/engine/existing/refusal.js'
import { loadScenario } from '../../../lib/scenario/load.js'

const ALL: Grants = { certificates: null, administration: null }
const STEPS = 'steps: [{id: look, persona: NAME, run: kubectl get pods, expect: [{request: list pods}]}]\n'

function refusal(text: string, grants: Grants = ALL, persona = 'admin'): string | null {
  const scenario = `name: one\nabout: One.\n${text}\n${STEPS.replace('NAME', persona)}`
  return refusalOf(loadScenario(scenario, 'one.yaml'), grants)
}

test('a scenario that stays in its own namespace can be run', () => {
  expect(refusal('personas: {jane: {user: jane}, robot: {serviceAccount: robot}}')).toBeNull()
})

describe("in somebody else's cluster cannot be run what", () => {
  test.each([
    ['needs a fixed namespace', 'namespaces: [production]\nalone: true', /needs the namespace production/],
    ['needs CRDs', 'crds: [crds.yaml]', /needs CustomResourceDefinitions/],
    [
      'binds for the whole cluster',
      'personas: {jane: {user: jane, clusterRole: view, clusterWide: true}}',
      /binds persona jane/,
    ],
    ['must be alone', 'alone: true', /must be alone/],
    [
      'sets up what belongs to no namespace',
      'setup: |\n  {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: "r-${run}"}}',
      /makes a ClusterRole/,
    ],
    [
      'mounts a folder of a node',
      'setup: |\n  {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: [{name: n, hostPath: {path: /}}]}}',
      /mounts a folder of a node/,
    ],
    ['has an expired certificate', 'personas: {former: {user: former, certificate: expired}}', /expired certificate/],
    ['is in system:masters', "personas: {root: {user: root, groups: ['system:masters']}}", /system:masters/],
  ])('%s', (_title, text, reason) => {
    expect(refusal(text)).toMatch(reason)
  })
})

test('a claim about a component cannot be met where nothing is projected', () => {
  const text = `name: one
about: One.
needs: [pods]
steps: [{id: make, run: kubectl run a --image=b, expect: [{request: create pods/binding, by: 'system:kube-scheduler'}]}]
`
  expect(refusalOf(loadScenario(text, 'one.yaml'), ALL)).toMatch(/claims what system:kube-scheduler does/)
})

describe('a user that may not', () => {
  test('have certificates signed cannot run scenarios with users, and can run those with ServiceAccounts', () => {
    const grants = { ...ALL, certificates: 'the user may not approve signers' }
    expect(refusal('personas: {jane: {user: jane}}', grants)).toBe(
      'persona jane needs a client certificate: the user may not approve signers',
    )
    expect(refusal('personas: {robot: {serviceAccount: robot}}', grants, 'robot')).toBeNull()
  })

  test('do everything cannot be the administrator of a step or of setup', () => {
    const grants = { ...ALL, administration: 'the user is none' }
    expect(refusal('', grants)).toBe('step look is made by an administrator: the user is none')
    const setup =
      'personas: {robot: {serviceAccount: robot}}\nsetup: "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"'
    expect(refusal(setup, grants, 'robot')).toBe('its setup is made by an administrator: the user is none')
  })
})

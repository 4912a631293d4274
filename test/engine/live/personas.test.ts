import { describe, expect, test } from '@jest/globals'
import { identityOf, personaManifests, serviceAccountNamespace } from '../../../lib/engine/live/personas.js'
import type { Identity } from '../../../lib/engine/live/personas.js'
import { loadScenario } from '../../../lib/scenario/load.js'
import type { Persona } from '../../../lib/scenario/schema.js'
import type { Scenario } from '../../../lib/scenario/scenario.js'

function scenarioOf(personas: string, rest = ''): Scenario {
  const steps = 'steps:\n  - {id: a, persona: admin, run: kubectl get pods, expect: [{request: list pods}]}'
  return loadScenario(`name: people\nabout: Who is who.\npersonas:\n${personas}\n${rest}\n${steps}\n`, 'people.yaml')
}

/** kind, namespace/name, and what stands in it. */
function summary(scenario: Scenario): unknown[] {
  return personaManifests(scenario, 'lab-1', 'r1').map(({ kind, metadata, roleRef, rules, subjects }) => {
    const { namespace, name } = metadata as { namespace?: string; name: string }
    const place = namespace === undefined ? name : `${namespace}/${name}`
    const role = roleRef as { kind: string; name: string } | undefined
    const [subject] = (subjects ?? []) as { name: string }[]
    return role === undefined
      ? [kind, place, ...(rules === undefined ? [] : [rules])]
      : [kind, place, `${role.kind} ${role.name}`, subject?.name]
  })
}

const RULES = '[{apiGroups: [""], resources: [pods], verbs: [get]}]'
const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]

describe('personaManifests', () => {
  test("binds a user's ClusterRole in the scenario's own namespace", () => {
    expect(summary(scenarioOf('  jane: {user: jane, clusterRole: edit}'))).toEqual([
      ['RoleBinding', 'lab-1/audit-lab-r1-jane', 'ClusterRole edit', 'jane'],
    ])
  })

  test('makes a Role of rules, and binds it', () => {
    expect(summary(scenarioOf(`  jane: {user: jane, rules: ${RULES}}`))).toEqual([
      ['Role', 'lab-1/audit-lab-r1-jane', rules],
      ['RoleBinding', 'lab-1/audit-lab-r1-jane-rules', 'Role audit-lab-r1-jane', 'jane'],
    ])
  })

  test('makes a ServiceAccount and binds it by its user name', () => {
    expect(summary(scenarioOf('  robot: {serviceAccount: bot, clusterRole: view}'))).toEqual([
      ['ServiceAccount', 'lab-1/bot'],
      ['RoleBinding', 'lab-1/audit-lab-r1-robot', 'ClusterRole view', 'system:serviceaccount:lab-1:bot'],
    ])
  })

  test('binds in every fixed namespace too, where the ServiceAccount then lives', () => {
    const scenario = scenarioOf(
      '  robot: {serviceAccount: bot, clusterRole: view}',
      'namespaces: [production]\nalone: true',
    )
    expect(serviceAccountNamespace(scenario, 'lab-1')).toBe('production')
    const account = 'system:serviceaccount:production:bot'
    expect(summary(scenario)).toEqual([
      ['ServiceAccount', 'production/bot'],
      ['RoleBinding', 'lab-1/audit-lab-r1-robot', 'ClusterRole view', account],
      ['RoleBinding', 'production/audit-lab-r1-robot', 'ClusterRole view', account],
    ])
  })

  test('binds in the whole cluster when the persona says so', () => {
    const persona = `  jane: {user: jane, clusterWide: true, clusterRole: view, rules: ${RULES}}`
    expect(summary(scenarioOf(persona, 'alone: true'))).toEqual([
      ['ClusterRoleBinding', 'audit-lab-r1-jane', 'ClusterRole view', 'jane'],
      ['ClusterRole', 'audit-lab-r1-jane', rules],
      ['ClusterRoleBinding', 'audit-lab-r1-jane-rules', 'ClusterRole audit-lab-r1-jane', 'jane'],
    ])
  })

  test.each([
    ['a user without rights', '  jane: {user: jane}'],
    ['a bad token', '  stranger: {token: garbage}'],
  ])('makes nothing for %s', (_, personas) => {
    expect(summary(scenarioOf(personas))).toEqual([])
  })
})

describe('identityOf', () => {
  test.each<[string, Persona, Identity | null]>([
    ['a user', { user: 'jane', groups: ['developers'] }, { user: 'jane', groups: ['developers'] }],
    ['a ServiceAccount', { serviceAccount: 'bot' }, { user: 'system:serviceaccount:lab-1:bot', groups: [] }],
    ['a bad token', { token: 'garbage' }, null],
  ])('of %s is what RBAC knows it by', (_, persona, identity) => {
    expect(identityOf(persona, 'lab-1')).toEqual(identity)
  })
})

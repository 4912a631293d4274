import { describe, expect, test } from '@jest/globals'
import type { Attributes } from '../../lib/audit/attributes.js'
import { isLongRunning } from '../../lib/audit/long-running.js'
import { isPossible } from '../../lib/analysis/possible.js'
import { prove, type Proof } from '../../lib/analysis/prove.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { Policy } from '../../lib/policy/policy.js'
import { loadRequirements } from '../../lib/requirement/load.js'
import { REQUESTS } from './vocabulary.js'

function policyOf(rules: string): Policy {
  const loaded = loadPolicy(
    `{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [${rules}]}`.replace('{', '---\n{'),
    'p.yaml',
  )
  if (loaded.loaded !== 'strict') throw new Error(loaded.message)
  return loaded.policy
}

function proof(rules: string, requirement: string, assume = '{}', limit?: number): Proof {
  const file = loadRequirements(`assume: ${assume}\nrequirements: [{id: one, ${requirement}}]`, 'r.yaml')
  return prove(policyOf(rules), file.requirements[0]!, file.assume, limit)
}

/** `create pods default/ jane` of a counterexample. */
function shown(found: Proof): string {
  if (found.status !== 'broken') return found.status
  const { request, why, decision } = found.counterexample
  const { verb, resource, subresource, namespace, name, user, path } = request
  const what = request.resourceRequest ? `${resource}/${subresource} ${namespace}/${name}` : path
  const who = user === null ? 'nobody' : [user.name, ...user.groups].join('+')
  return `${verb} ${what} ${who}: ${why}, ${String(decision.rule)}`
}

const ON_RECORD = 'always: {level: ">=Metadata"}'
const DROP = (what: string): string => `{level: None, ${what}}, {level: Metadata}`

describe('a counterexample is one that a real server could see, and a simple one', () => {
  test.each([
    [
      'a plain user',
      DROP('verbs: [create]'),
      ON_RECORD,
      'create pods/ default/ jane+system:authenticated: leaves no Event, 1',
    ],
    [
      'a group',
      DROP('userGroups: [ops]'),
      ON_RECORD,
      'create pods/ default/ jane+system:authenticated+ops: leaves no Event, 1',
    ],
    [
      'a ServiceAccount has its groups',
      DROP("users: ['system:serviceaccount:a:robot'], userGroups: [ops]"),
      ON_RECORD,
      'holds',
    ],
    [
      'a ServiceAccount is in the group of its namespace',
      DROP("users: ['system:serviceaccount:a:robot'], userGroups: ['system:serviceaccounts:a']"),
      `${ON_RECORD}, of: {resources: [pods]}`,
      'create pods/ default/ system:serviceaccount:a:robot+system:serviceaccounts+system:serviceaccounts:a+system:authenticated: leaves no Event, 1',
    ],
    [
      'anonymous has one group',
      DROP("users: ['system:anonymous'], userGroups: ['system:authenticated']"),
      ON_RECORD,
      'holds',
    ],
    [
      'a 401 is in no group',
      "{level: Metadata, userGroups: ['system:authenticated', 'system:unauthenticated']}",
      ON_RECORD,
      'create pods/ default/ nobody: leaves no Event, null',
    ],
    [
      'a plain create has no name',
      DROP("verbs: [create], resources: [{group: '', resources: [pods], resourceNames: [x]}]"),
      ON_RECORD,
      'holds',
    ],
    [
      'a create of a subresource has one',
      DROP("verbs: [create], resources: [{group: '', resources: [pods/exec], resourceNames: [x]}]"),
      ON_RECORD,
      'create pods/exec default/x jane+system:authenticated: leaves no Event, 1',
    ],
    [
      'a Namespace is in the namespace of its name',
      DROP("verbs: [delete], namespaces: [kube-system], resources: [{group: '', resources: [namespaces]}]"),
      ON_RECORD,
      'delete namespaces/ kube-system/kube-system jane+system:authenticated: leaves no Event, 1',
    ],
    [
      'no cluster-scoped object is in a namespace',
      DROP("namespaces: [a], resources: [{group: '', resources: [nodes]}]"),
      ON_RECORD,
      'holds',
    ],
    [
      'a list is in all namespaces',
      DROP("namespaces: [''], resources: [{group: '', resources: [secrets]}], verbs: [list]"),
      ON_RECORD,
      'list secrets/ / jane+system:authenticated: leaves no Event, 1',
    ],
    [
      'a star for a user is a user of that name',
      DROP("users: ['*']"),
      ON_RECORD,
      'create pods/ default/ *+system:authenticated: leaves no Event, 1',
    ],
    ['a star for a verb is none', DROP("verbs: ['*']"), ON_RECORD, 'holds'],
    [
      'pods/* covers pods',
      DROP("resources: [{group: '', resources: ['pods/*']}]"),
      `${ON_RECORD}, of: {resources: [pods]}`,
      'create pods/ default/ jane+system:authenticated: leaves no Event, 1',
    ],
    [
      'pods covers no subresource',
      DROP("resources: [{group: '', resources: [pods]}]"),
      `${ON_RECORD}, of: {resources: [pods/exec]}`,
      'holds',
    ],
    [
      'a path of no resource',
      DROP("nonResourceURLs: ['/api/v1/namespaces/*']"),
      `${ON_RECORD}, of: {resources: [pods]}`,
      'holds',
    ],
    [
      'a path by its start',
      DROP("nonResourceURLs: ['/met*']"),
      `${ON_RECORD}, of: {nonResourceURLs: ['*']}`,
      'get /metrics jane+system:authenticated: leaves no Event, 1',
    ],
    [
      'several rules together',
      '{level: Metadata, verbs: [get, list]}, {level: Metadata, verbs: [watch, create, update, patch]}, {level: Metadata, verbs: [delete, deletecollection, proxy]}',
      `${ON_RECORD}, of: {resources: [pods], verbs: [get, list, watch, create, update, patch, delete, deletecollection]}`,
      'holds',
    ],
    ['an exception', DROP('users: [jane]'), `${ON_RECORD}, except: [{users: [jane], why: she may}]`, 'holds'],
  ])('%s', (_name, rules, requirement, expected) => {
    expect(shown(proof(rules, requirement))).toBe(expected)
  })
})

describe('stages are part of the question', () => {
  test.each([
    [
      'a watch',
      '{level: Metadata, omitStages: [ResponseStarted], verbs: [watch]}, {level: Metadata}',
      'always: {level: ">=Metadata", stages: [ResponseStarted]}, of: {authenticated: true}',
      'watch pods/ default/ jane+system:authenticated: is on record without ResponseStarted, 1',
    ],
    [
      'short requests have no such stage',
      '{level: Metadata, omitStages: [ResponseStarted]}',
      'always: {level: ">=Metadata", stages: [ResponseStarted]}, of: {verbs: [create], resources: [pods], authenticated: true}',
      'holds',
    ],
    [
      'a 401 has no other',
      '{level: Metadata, omitStages: [ResponseStarted]}',
      'always: {level: ">=Metadata"}, of: {resources: [pods]}',
      'create pods/ default/ nobody: leaves no Event: every stage is omitted, 1',
    ],
  ])('%s', (_name, rules, requirement, expected) => {
    expect(shown(proof(rules, requirement))).toBe(expected)
  })

  test('the search splits where the server does', () => {
    const stages = 'always: {level: ">=Metadata", stages: [ResponseStarted]}, of: {authenticated: true}'
    const found = proof('{level: Metadata, omitStages: [ResponseStarted]}', stages)
    expect(found.status === 'broken' && isLongRunning(found.counterexample.request)).toBe(true)
    const long = ['watch', 'proxy'].map((verb) => `{level: Metadata, verbs: [${verb}]}`)
    const subresources =
      "{level: Metadata, resources: [{group: '', resources: ['*/attach', '*/exec', '*/proxy', '*/log', '*/portforward']}]}"
    const paths = "{level: Metadata, nonResourceURLs: ['/debug/pprof/*']}"
    const rest = '{level: Metadata, omitStages: [ResponseStarted]}'
    const core =
      'always: {level: ">=Metadata", stages: [ResponseStarted]}, of: {authenticated: true, resources: [pods, pods/exec, pods/log]}'
    expect(shown(proof([...long, subresources, paths, rest].join(', '), core))).toBe('holds')
  })
})

test('what is assumed of a user narrows the question', () => {
  const drop = DROP('users: [jane], userGroups: [ops]')
  expect(proof(drop, ON_RECORD).status).toBe('broken')
  expect(proof(drop, ON_RECORD, '{jane: [developers]}').status).toBe('holds')
  expect(proof(drop, ON_RECORD, '{jane: [ops]}').status).toBe('broken')
})

test('a requirement that no possible request is concerned by holds nothing', () => {
  expect(
    proof('{level: Metadata}', `${ON_RECORD}, of: {verbs: [deletecollection], resources: [pods/exec]}`).status,
  ).toBe('void')
})

describe('work has a limit', () => {
  const groups = Array.from({ length: 40 }, (_, index) => `group-${index}`)
  const rules = groups
    .map((group, index) => `{level: Metadata, userGroups: [${group}], verbs: [get, v${index}]}`)
    .join(', ')

  test('past it the answer is that there is none', () => {
    expect(proof(rules, `${ON_RECORD}, of: {users: [jane]}`, '{}', 5).status).toBe('undecided')
  })

  test('40 groups are within it', () => {
    expect(proof(rules, `${ON_RECORD}, of: {users: [jane]}`).status).toBe('broken')
    const caught = `${rules}, {level: Metadata}`
    expect(proof(caught, `${ON_RECORD}, of: {users: [jane]}`).status).toBe('holds')
    const dropped = `${rules}, {level: None, userGroups: [${groups.join(', ')}], verbs: [get]}, {level: Metadata}`
    expect(proof(dropped, ON_RECORD).status).toBe('holds')
  })
})

describe('what is possible', () => {
  const pod: Attributes = {
    ...{ user: { name: 'jane', groups: ['system:authenticated'] }, verb: 'get', resourceRequest: true, apiGroup: '' },
    ...{ resource: 'pods', subresource: '', namespace: 'a', name: 'x', path: '' },
  }
  test.each<[string, Partial<Attributes>, boolean]>([
    ['a Pod', {}, true],
    ['a user without the group that all have', { user: { name: 'jane', groups: [] } }, false],
    ['a user without a name', { user: { name: '', groups: ['system:authenticated'] } }, false],
    ['anonymous', { user: { name: 'system:anonymous', groups: ['system:unauthenticated'] } }, true],
    ['nobody', { user: null }, true],
    ['a get without a name', { name: '' }, false],
    ['a list with one', { verb: 'list' }, true],
    ['a deletecollection with one', { verb: 'deletecollection' }, false],
    ['a Pod in no namespace', { namespace: '' }, false],
    ['all Pods in no namespace', { verb: 'list', name: '', namespace: '' }, true],
    ['a subresource of nothing', { subresource: 'log', name: '' }, false],
    ['a verb of HTTP', { verb: 'post' }, false],
    ['a name with a slash', { name: 'a/b' }, false],
    ['a Namespace in another', { resource: 'namespaces' }, false],
    ['the path of a resource for another', { resourceRequest: false, path: '/api/v1/pods' }, false],
    ['a path', { resourceRequest: false, path: '/healthz' }, true],
  ])('%s', (_name, change, expected) => {
    expect(isPossible({ ...pod, ...change }, {})).toBe(expected)
  })

  test('there is a world to try', () => {
    expect(REQUESTS.length).toBeGreaterThan(10_000)
  })
})

import { describe, expect, it } from '@jest/globals'
import type { Attributes } from '../../lib/audit/attributes.js'
import type { Level, Stage } from '../../lib/audit/level.js'
import { evaluate } from '../../lib/policy/evaluate.js'
import { explain } from '../../lib/policy/explain.js'
import type { GroupResources, Policy, PolicyRule } from '../../lib/policy/policy.js'

/** Upstream's own cases: pkg/audit/policy/checker_test.go of k8s.io/apiserver 0.34.4. */
const user = { name: 'tim@k8s.io', groups: ['humans', 'developers'] }
const resource = (parts: Partial<Attributes>): Attributes => ({
  user,
  verb: 'get',
  resourceRequest: true,
  apiGroup: '',
  resource: '',
  subresource: '',
  namespace: '',
  name: '',
  path: '',
  ...parts,
})

const requests = {
  namespaced: resource({ resource: 'pods', namespace: 'default', name: 'busybox' }),
  cluster: resource({ apiGroup: 'rbac.authorization.k8s.io', resource: 'clusterroles', name: 'edit' }),
  nonResource: resource({ resourceRequest: false, path: '/logs/kubelet.log' }),
  subresource: resource({ resource: 'pods', subresource: 'log', namespace: 'default', name: 'busybox' }),
  unauthorized: resource({ user: null, resource: 'pods', namespace: 'default', name: 'busybox' }),
}

const rule = (level: Level, parts: Partial<PolicyRule> = {}): PolicyRule => ({
  level,
  users: [],
  userGroups: [],
  verbs: [],
  resources: [],
  namespaces: [],
  nonResourceURLs: [],
  omitStages: [],
  omitManagedFields: null,
  line: 1,
  ...parts,
})

const entry = (group: string, resources: string[] = [], resourceNames: string[] = []): GroupResources => ({
  group,
  resources,
  resourceNames,
})

const rules = {
  default: rule('Metadata'),
  create: rule('Request', { verbs: ['create'] }),
  tims: rule('Metadata', { users: ['tim@k8s.io'] }),
  humans: rule('Metadata', { userGroups: ['humans'] }),
  serviceAccounts: rule('Request', { userGroups: ['system:serviceaccounts'] }),
  getPods: rule('RequestResponse', { verbs: ['get'], resources: [entry('', ['pods'])] }),
  getPodLogs: rule('Request', { verbs: ['get'], resources: [entry('', ['pods/log'])] }),
  getPodWildcardMatching: rule('Request', { verbs: ['get'], resources: [entry('', ['*'])] }),
  getPodResourceWildcardMatching: rule('Request', { verbs: ['get'], resources: [entry('', ['*/log'])] }),
  getPodSubResourceWildcardMatching: rule('Request', { verbs: ['get'], resources: [entry('', ['pods/*'])] }),
  getClusterRoles: rule('RequestResponse', {
    verbs: ['get'],
    resources: [entry('rbac.authorization.k8s.io', ['clusterroles'])],
    namespaces: [''],
  }),
  getLogs: rule('RequestResponse', { verbs: ['get'], nonResourceURLs: ['/logs*'] }),
  getMetrics: rule('Request', { verbs: ['get'], nonResourceURLs: ['/metrics'] }),
  clusterRoleEdit: rule('Request', { resources: [entry('rbac.authorization.k8s.io', ['clusterroles'], ['edit'])] }),
  omitRequestReceived: rule('Request', { omitStages: ['RequestReceived'] }),
  onlyPanic: rule('Request', { omitStages: ['RequestReceived', 'ResponseStarted', 'ResponseComplete'] }),
}

const policy = (names: (keyof typeof rules)[], parts: Partial<Policy> = {}): Policy => ({
  rules: names.map((name) => rules[name]),
  omitStages: [],
  omitManagedFields: false,
  ...parts,
})

type Case = [keyof typeof requests, Level, (keyof typeof rules)[]]

const everywhere = (level: Level, names: (keyof typeof rules)[]): Case[] =>
  (['namespaced', 'cluster', 'nonResource'] as const).map((request) => [request, level, names])

const LEVEL_CASES: Case[] = [
  ...everywhere('Metadata', ['default']),
  ...everywhere('None', ['create']),
  ...everywhere('Metadata', ['tims']),
  ...everywhere('Metadata', ['humans']),
  ...everywhere('None', ['serviceAccounts']),
  ...everywhere('None', ['getMetrics']),
  ...everywhere('Metadata', ['getMetrics', 'serviceAccounts', 'default']),
  ['namespaced', 'RequestResponse', ['getPods']],
  ['namespaced', 'None', ['getClusterRoles']],
  ['namespaced', 'None', ['getLogs']],
  ['namespaced', 'RequestResponse', ['getMetrics', 'getPods', 'default']],
  ['namespaced', 'RequestResponse', ['getPodLogs', 'getPods']],
  ['cluster', 'None', ['getPods']],
  ['cluster', 'RequestResponse', ['getClusterRoles']],
  ['cluster', 'Request', ['clusterRoleEdit', 'getClusterRoles']],
  ['cluster', 'None', ['getLogs']],
  ['cluster', 'RequestResponse', ['getMetrics', 'getClusterRoles', 'default']],
  ['cluster', 'None', ['getPodLogs', 'getPods']],
  ['nonResource', 'None', ['getPods']],
  ['nonResource', 'None', ['getClusterRoles']],
  ['nonResource', 'RequestResponse', ['getLogs']],
  ['nonResource', 'RequestResponse', ['getLogs', 'getClusterRoles', 'default']],
  ['nonResource', 'None', ['getPodLogs', 'getPods']],
  ['subresource', 'Request', ['getPodLogs', 'getPods']],
  ['subresource', 'Request', ['getPodWildcardMatching']],
  ['subresource', 'Request', ['getPodResourceWildcardMatching']],
  ['subresource', 'Request', ['getPodSubResourceWildcardMatching']],
  ['unauthorized', 'None', ['tims']],
  ['unauthorized', 'Metadata', ['tims', 'default']],
  ['unauthorized', 'None', ['humans']],
  ['unauthorized', 'Metadata', ['humans', 'default']],
]

describe('evaluate', () => {
  it.each(LEVEL_CASES)('puts the %s request at %s under %j', (request, level, names) => {
    expect(evaluate(policy(names), requests[request]).level).toBe(level)
  })

  it.each(LEVEL_CASES)(
    'adds the stages of the policy to every decision: %s at %s under %j',
    (request, level, names) => {
      const omitStages: Stage[] = ['RequestReceived', 'ResponseStarted']
      expect(evaluate(policy(names, { omitStages }), requests[request])).toMatchObject({ level, omitStages })
    },
  )

  it.each<[Stage[], (keyof typeof rules)[], Stage[]]>([
    [[], ['omitRequestReceived', 'getPods', 'default'], ['RequestReceived']],
    [[], ['onlyPanic', 'getPods', 'default'], ['RequestReceived', 'ResponseStarted', 'ResponseComplete']],
    [['RequestReceived', 'ResponseStarted'], ['omitRequestReceived'], ['RequestReceived', 'ResponseStarted']],
    [['Panic'], ['omitRequestReceived'], ['RequestReceived', 'Panic']],
    [['Panic', 'Panic'], ['default'], ['Panic']],
    [['ResponseComplete'], ['create'], ['ResponseComplete']],
    [[], ['default'], []],
  ])('joins the stages of the policy, %j, with those of the deciding rule of %j', (omitStages, names, expected) => {
    expect(evaluate(policy(names, { omitStages }), requests.namespaced).omitStages).toEqual(expected)
  })

  it.each([
    [false, null, false],
    [true, null, true],
    [true, false, false],
    [false, true, true],
  ])('with omitManagedFields %s of the policy and %s of the rule omits them: %s', (ofPolicy, ofRule, expected) => {
    const one = { rules: [rule('Request', { omitManagedFields: ofRule })], omitStages: [], omitManagedFields: ofPolicy }
    expect(evaluate(one, requests.namespaced).omitManagedFields).toBe(expected)
  })

  it('says which rule decided, counted from 1, and null when none did', () => {
    expect(evaluate(policy(['create', 'getPods', 'default']), requests.namespaced).rule).toBe(2)
    expect(evaluate(policy(['create']), requests.namespaced).rule).toBeNull()
  })

  it.each<[string, string, string, boolean]>([
    ['pods', 'pods', '', true],
    ['pods', 'pods', 'log', false],
    ['pods/log', 'pods', 'log', true],
    ['*', 'pods', 'log', true],
    ['pods/*', 'pods', 'log', true],
    ['pods/*', 'pods', '', true],
    ['*/log', 'pods', 'log', true],
    ['*/log', 'log', '', false],
    ['*/*', 'pods', 'log', false],
    ['p*', 'pods', '', false],
    ['pods/l*', 'pods', 'log', false],
    ['Pods', 'pods', '', false],
    ['', 'pods', '', false],
    ['*/', 'pods', '', false],
    ['/*', 'pods', '', false],
    ['pods-log', 'pods', 'log', false],
    ['pods-*', 'pods', '', false],
    ['pods/*/', 'pods', '', false],
    ['pods/log', 'pods', 'log/x', false],
    ['pods/', 'pods', '', false],
  ])('the resource %j matches %s with the subresource %j: %s', (pattern, name, subresource, expected) => {
    const one = {
      rules: [rule('Request', { resources: [entry('', [pattern])] })],
      omitStages: [],
      omitManagedFields: false,
    }
    expect(evaluate(one, resource({ resource: name, subresource })).level).toBe(expected ? 'Request' : 'None')
  })

  it.each<[string, string, boolean]>([
    ['*', '/anything', true],
    ['/healthz', '/healthz', true],
    ['/healthz', '/healthz/', false],
    ['/healthz*', '/healthzfoo', true],
    ['/healthz*', '/healthz/etcd', true],
    ['/*', '/', true],
    ['/api*', '/apis/apps/v1', true],
    ['/healthz*', '/metrics', false],
    ['/healthz*', '/health', false],
    ['/healthz', '/healthzfoo', false],
    ['*', '', true],
  ])('the path %s matches %s: %s', (pattern, path, expected) => {
    const one = { rules: [rule('Request', { nonResourceURLs: [pattern] })], omitStages: [], omitManagedFields: false }
    expect(evaluate(one, resource({ resourceRequest: false, path })).level).toBe(expected ? 'Request' : 'None')
  })
})

describe('evaluate, of the API groups of a rule,', () => {
  const levelOf = (entries: GroupResources[], request: Attributes): Level =>
    evaluate({ rules: [rule('Request', { resources: entries })], omitStages: [], omitManagedFields: false }, request)
      .level

  it.each<[string, GroupResources[], Level]>([
    ['takes one without resources for all of it', [entry('rbac.authorization.k8s.io')], 'Request'],
    ['takes no other one', [entry('')], 'None'],
    ['looks at every entry', [entry(''), entry('apps', ['*']), entry('rbac.authorization.k8s.io', ['*'])], 'Request'],
    ['takes a name that is listed', [entry('rbac.authorization.k8s.io', ['*'], ['view', 'edit'])], 'Request'],
    ['takes no name that is not listed', [entry('rbac.authorization.k8s.io', ['*'], ['view'])], 'None'],
  ])('%s', (_, entries, level) => {
    expect(levelOf(entries, requests.cluster)).toBe(level)
  })

  it('looks at no name where an entry has no resources, which validation would refuse', () => {
    expect(levelOf([entry('rbac.authorization.k8s.io', [], ['view'])], requests.cluster)).toBe('Request')
  })

  it('looks at no path where a rule has namespaces, which validation would refuse', () => {
    const both = rule('Request', { namespaces: ['default'], nonResourceURLs: ['/logs*'] })
    const one = { rules: [both], omitStages: [], omitManagedFields: false }
    expect(evaluate(one, requests.namespaced).level).toBe('Request')
    expect(evaluate(one, requests.nonResource).level).toBe('None')
  })
})

describe('explain', () => {
  it('names the first field of each rule that did not match, and asks no rule after the deciding one', () => {
    const trace = explain(
      policy(['serviceAccounts', 'create', 'getClusterRoles', 'getLogs', 'default', 'tims']),
      requests.subresource,
    )
    expect(trace.decision).toMatchObject({ level: 'Metadata', rule: 5 })
    expect(trace.rules.map(({ rule: number, outcome, mismatch }) => [number, outcome, mismatch])).toEqual([
      [1, 'did not match', { field: 'userGroups', wanted: ['system:serviceaccounts'], had: 'humans, developers' }],
      [2, 'did not match', { field: 'verbs', wanted: ['create'], had: 'get' }],
      [3, 'did not match', { field: 'namespaces', wanted: ['""'], had: 'default' }],
      [4, 'did not match', { field: 'nonResourceURLs', wanted: ['/logs*'], had: 'a resource request' }],
      [5, 'matched', null],
      [6, 'not asked', null],
    ])
  })

  it.each<[string, PolicyRule, Attributes, object]>([
    [
      'a request without a user',
      rules.tims,
      requests.unauthorized,
      { field: 'users', wanted: ['tim@k8s.io'], had: 'no user: it was not authenticated' },
    ],
    [
      'a name',
      rules.clusterRoleEdit,
      { ...requests.cluster, name: 'view' },
      {
        field: 'resources',
        wanted: ['clusterroles.rbac.authorization.k8s.io named edit'],
        had: 'clusterroles.rbac.authorization.k8s.io named view',
      },
    ],
    [
      'a path where a resource is wanted',
      rules.getPods,
      requests.nonResource,
      { field: 'resources', wanted: ['pods'], had: 'no resource: the path /logs/kubelet.log' },
    ],
    [
      'a user with another name',
      rules.tims,
      resource({ user: { name: '', groups: [] } }),
      { field: 'users', wanted: ['tim@k8s.io'], had: '""' },
    ],
    [
      'a user in no group',
      rules.humans,
      resource({ user: { name: 'x', groups: [] } }),
      { field: 'userGroups', wanted: ['humans'], had: 'no groups' },
    ],
    [
      'a group of one who was not authenticated',
      rules.humans,
      requests.unauthorized,
      { field: 'userGroups', wanted: ['humans'], had: 'no user: it was not authenticated' },
    ],
    [
      'a request without a namespace',
      rule('None', { namespaces: ['a', ''], verbs: [] }),
      resource({ resourceRequest: false, path: '/x' }),
      { field: 'namespaces', wanted: ['a', '""'], had: 'no resource: the path /x' },
    ],
    [
      'a cluster-scoped request',
      rule('None', { namespaces: ['a'] }),
      requests.cluster,
      { field: 'namespaces', wanted: ['a'], had: 'no namespace: ""' },
    ],
    [
      'another path',
      rules.getMetrics,
      requests.nonResource,
      { field: 'nonResourceURLs', wanted: ['/metrics'], had: '/logs/kubelet.log' },
    ],
    [
      'one of several names',
      rule('None', { resources: [entry('', ['secrets', 'pods'], ['a', 'b']), entry('apps', ['*'])] }),
      resource({ resource: 'secrets' }),
      {
        field: 'resources',
        wanted: ['secrets named a or b', 'pods named a or b', '*.apps'],
        had: 'secrets without a name',
      },
    ],
    [
      'the core group',
      rule('None', { resources: [entry('')] }),
      requests.cluster,
      {
        field: 'resources',
        wanted: ['everything in the core group'],
        had: 'clusterroles.rbac.authorization.k8s.io named edit',
      },
    ],
    [
      'a whole group',
      rule('None', { resources: [entry('apps')] }),
      requests.subresource,
      { field: 'resources', wanted: ['everything in apps'], had: 'pods/log named busybox' },
    ],
  ])('tells what was wanted and what was there: %s', (_, one, request, expected) => {
    const trace = explain({ rules: [one], omitStages: [], omitManagedFields: false }, request)
    expect(trace.rules[0]?.mismatch).toEqual(expected)
    expect(trace.decision.rule).toBeNull()
  })
})

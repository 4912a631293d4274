import fc from 'fast-check'
import type { Attributes } from '../../lib/audit/attributes.js'
import { LEVELS, STAGES } from '../../lib/audit/level.js'
import { groupsOf, isPossible } from '../../lib/analysis/possible.js'
import type { Policy, PolicyRule } from '../../lib/policy/policy.js'
import type { Assumptions, Demand, Requirement, Selector } from '../../lib/requirement/requirement.js'

/**
 * A world so small that every request in it can be tried. Beside what policies and requirements name there is always one
 * value that they do not name.
 */
const USERS = ['alice', 'assumed', 'system:anonymous', 'system:serviceaccount:a:robot', '*']
const GROUPS = ['dev', 'system:serviceaccounts:a', 'system:authenticated', 'system:unauthenticated']
const VERBS = ['get', 'list', 'watch', 'create', 'deletecollection', 'proxy', '']
const API_GROUPS = ['', 'apps']
const RESOURCES = ['pods', 'namespaces', 'nodes', 'things', '*']
const SUBRESOURCES = ['log', 'status', '*']
const NAMES = ['', 'x', 'y']
const NAMESPACES = ['', 'x', 'a']
const PATHS = ['/a', '/a/b', '/ab', '/debug/pprof/heap', '/api', '/apis/apps/v1', '*']

export const ASSUME: Assumptions = { assumed: ['dev'] }

/** Every possible request of the world. */
export const REQUESTS: readonly Attributes[] = [...resourceRequests(), ...pathRequests()].filter((request) =>
  isPossible(request, ASSUME),
)

function users(): Attributes['user'][] {
  const open = subsets(GROUPS.filter((group) => group !== 'system:authenticated'))
  return [
    null,
    ...[...USERS, 'nobody-named'].flatMap((name) => {
      const fixed = groupsOf(name, ASSUME)
      return (fixed === null ? open.map((groups) => [...groups, 'system:authenticated']) : [fixed]).map((groups) => ({
        name,
        groups,
      }))
    }),
  ]
}

function resourceRequests(): Attributes[] {
  const rest = product(
    [...VERBS, 'patch'],
    [...API_GROUPS, 'unnamed.io'],
    [...RESOURCES, 'unnamed'],
    ['', ...SUBRESOURCES, 'unnamed', 'exec'],
    [...NAMESPACES, 'unnamed'],
    [...NAMES, 'unnamed', 'a'],
  ).map(([verb, apiGroup, resource, subresource, namespace, name]) => ({
    ...{ user: null, resourceRequest: true, path: '' },
    ...{ verb, apiGroup, resource, subresource, namespace, name },
  }))
  const possible = rest.filter((request) => isPossible(request, ASSUME))
  return users().flatMap((user) => possible.map((request) => ({ ...request, user })))
}

function pathRequests(): Attributes[] {
  const empty = { resourceRequest: false, apiGroup: '', resource: '', subresource: '', namespace: '', name: '' }
  const paths = ['/a', '/a/b', '/a/b/c', '/ab', '/abc', '/a/', '/', '/other', '/debug/pprof/heap', '/debug/pprof/']
  const all = [...paths, '/debug/pprof/x', '/api', '/api/x', '/apis/apps/v1', '/apis/apps/v1/', '/apis', '/debug']
  return users().flatMap((user) =>
    product(['get', 'post', 'head'], all).map(([verb, path]) => ({ ...empty, user, verb, path })),
  )
}

function product(...lists: readonly (readonly string[])[]): [string, string, string, string, string, string][] {
  const rows = lists.reduce<string[][]>(
    (made, list) => made.flatMap((row) => list.map((value) => [...row, value])),
    [[]],
  )
  return rows as [string, string, string, string, string, string][]
}

function subsets(values: readonly string[]): string[][] {
  return values.reduce<string[][]>((made, value) => [...made, ...made.map((set) => [...set, value])], [[]])
}

const some = (values: readonly string[], max = 2): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: max })
const maybe = (values: readonly string[]): fc.Arbitrary<string[]> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: some(values) })

const PATTERNS = [
  '*',
  '*/log',
  '*/*',
  'pods/*',
  'pods/log',
  'pods/status',
  'namespaces/status',
  ...RESOURCES,
  '',
  'pods/',
  '/log',
]

const entry = fc.record({
  group: fc.constantFrom(...API_GROUPS),
  resources: fc.oneof(fc.constant([]), some(PATTERNS, 3)),
  resourceNames: fc.constant<string[]>([]),
})

const namedEntry = fc.record({
  group: fc.constantFrom(...API_GROUPS),
  resources: some(PATTERNS, 3),
  resourceNames: maybe(NAMES),
})

const who = {
  level: fc.constantFrom(...LEVELS),
  users: maybe(USERS),
  userGroups: maybe(GROUPS),
  verbs: maybe([...VERBS, '*', 'post']),
  omitStages: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray([...STAGES])),
  omitManagedFields: fc.constant(null),
  line: fc.constant(1),
}

const none = fc.constant<never[]>([])

const rule: fc.Arbitrary<PolicyRule> = fc.oneof(
  fc.record({
    ...who,
    resources: fc.oneof(none, fc.array(fc.oneof(entry, namedEntry), { maxLength: 2 })),
    namespaces: maybe(NAMESPACES),
    nonResourceURLs: none,
  }),
  fc.record({
    ...who,
    resources: none,
    namespaces: none,
    nonResourceURLs: some(['/a', '/a*', '/a/*', '/debug/pprof/*', '/api*', '/apis/apps/v1', '/apis/*', '*'], 3),
  }),
)

/** Rules that overlap, often with a rule for everything at the end. */
export const policies: fc.Arbitrary<Policy> = fc.record({
  rules: fc.array(rule, { minLength: 1, maxLength: 6 }),
  omitStages: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray([...STAGES])),
  omitManagedFields: fc.constant(false),
})

const pattern = fc.constantFrom(
  ...API_GROUPS.flatMap((apiGroup) =>
    RESOURCES.flatMap((resource) => ['', 'log', 'exec'].map((subresource) => ({ apiGroup, resource, subresource }))),
  ),
  { apiGroup: null, resource: null, subresource: null },
  { apiGroup: 'apps', resource: null, subresource: null },
  { apiGroup: null, resource: null, subresource: 'log' },
)

const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const selector: fc.Arbitrary<Selector> = fc
  .record({
    users: sometimes(some(USERS)),
    userGroups: sometimes(some(GROUPS)),
    authenticated: sometimes(fc.boolean()),
    verbs: sometimes(some(VERBS, 4)),
    resources: sometimes(fc.array(pattern, { minLength: 1, maxLength: 2 })),
    namespaces: sometimes(some(NAMESPACES)),
    nonResourceURLs: sometimes(some(PATHS)),
  })
  .map((fields) => {
    const isPath = fields.resources === undefined && fields.namespaces === undefined
    const meant = isPath ? fields : { ...fields, nonResourceURLs: undefined }
    return Object.fromEntries(Object.entries(meant).filter(([, value]) => value !== undefined))
  })

const levels = fc.constantFrom('Metadata', 'Request', 'RequestResponse')

const demand: fc.Arbitrary<Demand> = fc.oneof(
  fc.record({ kind: fc.constant('always' as const), level: levels, stages: fc.subarray([...STAGES]) }),
  fc.record({ kind: fc.constant('never' as const), level: levels }),
)

export const requirements: fc.Arbitrary<Requirement> = fc.record({
  id: fc.constant('one'),
  about: fc.constant(null),
  clause: fc.constant(null),
  demand,
  of: selector,
  except: fc.array(
    selector.map((one) => ({ ...one, why: 'because' })),
    { maxLength: 2 },
  ),
  position: fc.constant({ line: 1, column: 1 }),
})

import fc from 'fast-check'
import type { Attributes } from '../../lib/audit/attributes.js'

const user = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 6,
    arbitrary: fc.record({
      name: fc.constantFrom('alice', 'bob', 'carol', 'system:anonymous'),
      groups: fc.subarray(['dev', 'ops', 'system:authenticated', 'system:unauthenticated']),
    }),
  },
)

const resourceRequest: fc.Arbitrary<Attributes> = fc.record({
  user,
  verb: fc.constantFrom('get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', ''),
  resourceRequest: fc.constant(true),
  apiGroup: fc.constantFrom('', '', 'apps', 'batch'),
  resource: fc.constantFrom('pods', 'pods', 'secrets', 'deployments', '*'),
  subresource: fc.constantFrom('', '', 'log', 'status', 'l*', '*'),
  namespace: fc.constantFrom('', 'a', 'b', 'c'),
  name: fc.constantFrom('', 'x', 'y', 'z'),
  path: fc.constant('/api/v1/pods'),
})

const nonResourceRequest: fc.Arbitrary<Attributes> = fc.record({
  user,
  verb: fc.constantFrom('get', 'post', 'head'),
  resourceRequest: fc.constant(false),
  apiGroup: fc.constant(''),
  resource: fc.constant(''),
  subresource: fc.constant(''),
  namespace: fc.constant(''),
  name: fc.constant(''),
  path: fc.constantFrom(
    '/',
    '/healthz',
    '/healthz/',
    '/healthz/etcd',
    '/healthzfoo',
    '/api',
    '/apis',
    '/apis/apps/v1',
    '/metrics',
    '/a',
    '',
  ),
})

/** A request from the vocabulary of the policies. */
export const request: fc.Arbitrary<Attributes> = fc.oneof(
  { weight: 3, arbitrary: resourceRequest },
  { weight: 1, arbitrary: nonResourceRequest },
)

import { expect, it } from '@jest/globals'
import { attributesOfRequest } from '../../lib/audit/attributes-of.js'
import type { Attributes } from '../../lib/audit/attributes.js'
import { requestWords } from '../../lib/audit/request-words.js'

const jane = { name: 'jane', groups: [] }
const PODS = '/api/v1/namespaces/default/pods'

it.each<[string, string, Attributes['user'], string]>([
  ['GET', `${PODS}/a`, jane, 'get pods a in default, by jane'],
  ['POST', `${PODS}/a/exec`, jane, 'create pods/exec a in default, by jane'],
  ['GET', PODS, jane, 'list pods in default, by jane'],
  ['GET', '/api/v1/pods', jane, 'list pods everywhere, by jane'],
  ['GET', '/api/v1/pods?watch=1', jane, 'watch pods everywhere, by jane'],
  ['DELETE', '/api/v1/nodes', jane, 'deletecollection nodes everywhere, by jane'],
  ['POST', '/api/v1/nodes', jane, 'create nodes, by jane'],
  ['GET', '/api/v1/nodes/a', jane, 'get nodes a, by jane'],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name=a', jane, 'list pods a, by jane'],
  ['GET', '/api/v1/namespaces/default', jane, 'get namespaces default, by jane'],
  ['GET', '/healthz', jane, 'get /healthz, by jane'],
  ['GET', '/healthz', null, 'get /healthz, with credentials that fail'],
  ['GET', '/healthz', { name: 'jane', groups: ['a', 'b'] }, 'get /healthz, by jane of a, b'],
  ['GET', '/healthz', { name: 'a:b', groups: ['a'] }, 'get /healthz, by a:b of a'],
  ['GET', '/healthz', { name: 'jane', groups: ['system:authenticated', 'a'] }, 'get /healthz, by jane of a'],
  [
    'GET',
    '/healthz',
    { name: 'x', groups: ['system:unauthenticated', 'system:serviceaccounts'] },
    'get /healthz, by x',
  ],
  [
    'GET',
    '/healthz',
    { name: 'system:serviceaccount:a:b', groups: ['system:serviceaccounts:a', 'system:serviceaccounts:c'] },
    'get /healthz, by system:serviceaccount:a:b of system:serviceaccounts:c',
  ],
  [
    'GET',
    '/healthz',
    { name: 'system:serviceaccount:ab:c', groups: ['system:serviceaccounts:ab', 'x:system:serviceaccounts:ab'] },
    'get /healthz, by system:serviceaccount:ab:c of x:system:serviceaccounts:ab',
  ],
])('%s %s of %j reads: %s', (method, target, user, expected) => {
  expect(requestWords(attributesOfRequest(method, target, user))).toBe(expected)
})

it('a list verb of a path is of nothing everywhere', () => {
  expect(requestWords({ ...attributesOfRequest('GET', '/healthz', jane), verb: 'list' })).toBe('list /healthz, by jane')
})

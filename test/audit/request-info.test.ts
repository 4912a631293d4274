import { describe, expect, it } from '@jest/globals'
import { attributesOfEvent, attributesOfRequest } from '../../lib/audit/attributes-of.js'
import { describeRequest } from '../../lib/audit/describe.js'
import { isDiscovery } from '../../lib/audit/is-discovery.js'
import { isLongRunning } from '../../lib/audit/long-running.js'
import { requestInfo, requestInfoOfVerb } from '../../lib/audit/request-info.js'

/** method, target, then verb, group, version, namespace, resource, subresource, name as RequestInfo has them. */
type Case = [string, string, string, string, string, string, string, string, string]

/** Upstream's own cases and more: pkg/endpoints/request/requestinfo_test.go of k8s.io/apiserver 0.34.4. */
const RESOURCE_CASES: Case[] = [
  ['GET', '/api/v1/namespaces', 'list', '', 'v1', '', 'namespaces', '', ''],
  ['GET', '/api/v1/namespaces/other', 'get', '', 'v1', 'other', 'namespaces', '', 'other'],
  ['PUT', '/api/v1/namespaces/other/finalize', 'update', '', 'v1', 'other', 'namespaces', 'finalize', 'other'],
  ['GET', '/api/v1/namespaces/other/status', 'get', '', 'v1', 'other', 'namespaces', 'status', 'other'],
  ['POST', '/api/v1/namespaces', 'create', '', 'v1', '', 'namespaces', '', ''],
  ['GET', '/api/v1/namespaces/other/pods', 'list', '', 'v1', 'other', 'pods', '', ''],
  ['GET', '/api/v1/namespaces/other/pods/foo', 'get', '', 'v1', 'other', 'pods', '', 'foo'],
  ['HEAD', '/api/v1/namespaces/other/pods/foo', 'get', '', 'v1', 'other', 'pods', '', 'foo'],
  ['GET', '/api/v1/pods', 'list', '', 'v1', '', 'pods', '', ''],
  ['HEAD', '/api/v1/pods', 'list', '', 'v1', '', 'pods', '', ''],
  ['GET', '/api/v1/pods?watch=true', 'watch', '', 'v1', '', 'pods', '', ''],
  ['GET', '/api/v1/pods?watch', 'watch', '', 'v1', '', 'pods', '', ''],
  ['GET', '/api/v1/pods?watch=0', 'list', '', 'v1', '', 'pods', '', ''],
  ['GET', '/api/v1/pods?watch=False', 'list', '', 'v1', '', 'pods', '', ''],
  ['GET', '/api/v1/namespaces/other/pods/foo?watch=true', 'get', '', 'v1', 'other', 'pods', '', 'foo'],
  ['GET', '/api/v1/proxy/namespaces/other/pods/foo', 'proxy', '', 'v1', 'other', 'pods', '', 'foo'],
  ['GET', '/api/v1/proxy/namespaces/other/pods/foo/sub', 'proxy', '', 'v1', 'other', 'pods', '', 'foo'],
  ['GET', '/api/v1/watch/pods', 'watch', '', 'v1', '', 'pods', '', ''],
  ['GET', '/api/v1/watch/namespaces/other/pods/foo', 'watch', '', 'v1', 'other', 'pods', '', 'foo'],
  ['GET', '/api/v1/namespaces/other/pods/foo/log', 'get', '', 'v1', 'other', 'pods', 'log', 'foo'],
  ['POST', '/api/v1/namespaces/x/pods/foo/exec?command=ls', 'create', '', 'v1', 'x', 'pods', 'exec', 'foo'],
  [
    'GET',
    '/api/v1/namespaces/x/services/https:a:443/proxy/api/v1/pods',
    'get',
    '',
    'v1',
    'x',
    'services',
    'proxy',
    'https:a:443',
  ],
  ['DELETE', '/api/v1/namespaces/other/pods', 'deletecollection', '', 'v1', 'other', 'pods', '', ''],
  ['DELETE', '/api/v1/namespaces/other/pods/foo', 'delete', '', 'v1', 'other', 'pods', '', 'foo'],
  [
    'PATCH',
    '/apis/apps/v1/namespaces/x/deployments/web/scale',
    'patch',
    'apps',
    'v1',
    'x',
    'deployments',
    'scale',
    'web',
  ],
  ['OPTIONS', '/api/v1/pods', '', '', 'v1', '', 'pods', '', ''],
  ['post', '/api/v1/pods', '', '', 'v1', '', 'pods', '', ''],
  ['GET', '//api/v1//pods/', 'get', '', 'v1', '', '', '', 'pods'],
  ['GET', '/api/v1/namespaces/a%2Fpods', 'list', '', 'v1', 'a', 'pods', '', ''],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Dfoo', 'list', '', 'v1', '', 'pods', '', 'foo'],
  ['GET', '/api/v1/pods?fieldSelector=a%3Db,metadata.name%3D%3Dfoo&watch=1', 'watch', '', 'v1', '', 'pods', '', 'foo'],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%21%3Dfoo', 'list', '', 'v1', '', 'pods', '', ''],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3D..', 'list', '', 'v1', '', 'pods', '', ''],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Da%2Fb', 'list', '', 'v1', '', 'pods', '', ''],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Dfoo&limit=x', 'list', '', 'v1', '', 'pods', '', ''],
  [
    'GET',
    '/api/v1/pods?fieldSelector=metadata.name%3Dfoo&labelSelector=a%20in%20b',
    'list',
    '',
    'v1',
    '',
    'pods',
    '',
    '',
  ],
  ['GET', '/api/v1/watch/pods?fieldSelector=metadata.name%3Dfoo', 'watch', '', 'v1', '', 'pods', '', ''],
  ['DELETE', '/api/v1/pods?fieldSelector=metadata.name%3Dfoo', 'deletecollection', '', 'v1', '', 'pods', '', ''],
]

describe('requestInfo', () => {
  it.each(RESOURCE_CASES)('%s %s is %s of the group "%s" %s in "%s": %s/%s named "%s"', (...one) => {
    const [method, target, verb, apiGroup, apiVersion, namespace, resource, subresource, name] = one
    const expected = { verb, resourceRequest: true, apiGroup, apiVersion, namespace, resource, subresource, name }
    expect(requestInfo(method, target)).toMatchObject(expected)
    expect(requestInfoOfVerb(verb, target)).toMatchObject(expected)
  })

  it.each([
    ['GET', '/', 'get', '/'],
    ['GET', '/healthz?verbose', 'get', '/healthz'],
    ['HEAD', '/healthz', 'head', '/healthz'],
    ['GET', '/api', 'get', '/api'],
    ['GET', '/api/v1?watch=1', 'get', '/api/v1'],
    ['GET', '/apis/apps/v1', 'get', '/apis/apps/v1'],
    ['POST', '/apis/apps', 'post', '/apis/apps'],
    ['GET', '/openapi/v3/apis/apps/v1', 'get', '/openapi/v3/apis/apps/v1'],
    ['GET', '/a%20b%2Fc%C3%A9', 'get', '/a b/cé'],
    ['GET', 'https://server:6443/version', 'get', '/version'],
    ['GET', 'https://server', 'get', ''],
    ['GET', 'https://server?watch=1', 'get', ''],
    ['GET', '/healthz%', 'get', '/healthz%'],
    ['GET', '/a%zz%20', 'get', '/a%zz%20'],
    ['GET', '/a%2', 'get', '/a%2'],
    ['GET', '/a%g1', 'get', '/a%g1'],
    ['GET', '/a%1g', 'get', '/a%1g'],
    ['GET', '/http://a/b', 'get', '/http://a/b'],
  ])('%s %s names no resource: %s %s', (method, target, verb, path) => {
    expect(requestInfo(method, target)).toMatchObject({ verb, path, resourceRequest: false, resource: '', name: '' })
    expect(requestInfoOfVerb(verb, target)).toEqual(requestInfo(method, target))
  })
})

describe('attributesOfEvent', () => {
  const created = {
    requestURI: '/api/v1/namespaces/default/secrets?fieldManager=kubectl-create',
    verb: 'create',
    user: { username: 'jane', groups: ['dev'] },
    objectRef: { resource: 'secrets', namespace: 'default', name: 'from-the-body', apiVersion: 'v1' },
  }

  it('takes the name from the requestURI, since no rule saw the body', () => {
    expect(attributesOfEvent(created)).toEqual(
      attributesOfRequest('POST', created.requestURI, { name: 'jane', groups: ['dev'] }),
    )
    expect(attributesOfEvent(created).name).toBe('')
  })

  it.each([{ uid: '1' }, { extra: {} }, { groups: [] }, { username: '' }])('takes %j for a user', (user) => {
    expect(attributesOfEvent({ ...created, user }).user).toEqual({ name: '', groups: [] })
  })

  it('knows that `user: {}` is no user', () => {
    expect(attributesOfEvent({ ...created, user: {} }).user).toBeNull()
    expect(attributesOfEvent({ ...created, user: { username: 'jane' } }).user).toEqual({ name: 'jane', groups: [] })
  })
})

describe('describeRequest', () => {
  it.each([
    ['POST', '/api/v1/namespaces/a/secrets', 'create secrets'],
    ['PUT', '/apis/apps/v1/namespaces/a/deployments/web/scale', 'update deployments/scale.apps'],
    ['GET', '/healthz?verbose', 'get /healthz'],
    ['OPTIONS', '/api/v1/pods', '"" pods'],
  ])('%s %s is %j', (method, target, expected) => {
    expect(describeRequest(attributesOfRequest(method, target, null))).toBe(expected)
  })
})

describe('isLongRunning', () => {
  it.each([
    ['GET', '/api/v1/pods?watch=1', true],
    ['GET', '/api/v1/namespaces/a/pods/b/log', true],
    ['POST', '/api/v1/namespaces/a/pods/b/exec', true],
    ['GET', '/api/v1/namespaces/a/pods/b/attach', true],
    ['POST', '/api/v1/namespaces/a/pods/b/portforward', true],
    ['DELETE', '/api/v1/namespaces/a/services/b/proxy/x', true],
    ['GET', '/api/v1/proxy/namespaces/a/pods/b', true],
    ['GET', '/debug/pprof/heap', true],
    ['GET', '/debug/pprof', false],
    ['GET', '/logs/x', false],
    ['POST', '/api/v1/namespaces/a/pods/b/eviction', false],
    ['GET', '/api/v1/pods', false],
  ])('%s %s: %s', (method, target, expected) => {
    expect(isLongRunning(requestInfo(method, target))).toBe(expected)
  })
})

describe('isDiscovery', () => {
  it.each([
    ['GET', '/api', true],
    ['GET', '/apis?timeout=32s', true],
    ['GET', '/api/v1', true],
    ['GET', '/apis/apps/v1?timeout=32s', true],
    ['GET', '/apis/apps', true],
    ['GET', '/openapi/v2', true],
    ['GET', '/openapi/v3', true],
    ['GET', '/openapi/v3/apis/apps/v1?hash=1', true],
    ['GET', '/version', false],
    ['GET', '/apix', false],
    ['GET', '/x/api', false],
    ['GET', '/api/v1/pods', false],
    ['POST', '/api', false],
  ])('%s %s: %s', (method, target, expected) => {
    expect(isDiscovery(requestInfo(method, target))).toBe(expected)
  })
})

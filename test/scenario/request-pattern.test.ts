import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Attributes } from '../../lib/audit/attributes.js'
import { describeRequest } from '../../lib/audit/describe.js'
import { requestInfo } from '../../lib/audit/request-info.js'
import { matchesRequest, parseRequestPattern } from '../../lib/scenario/request-pattern.js'
import type { RequestPattern } from '../../lib/scenario/scenario.js'

function parse(text: string): RequestPattern {
  const parsed = parseRequestPattern(text)
  if ('mistake' in parsed) throw new Error(parsed.mistake)
  return parsed.pattern
}

const attributesOf = (method: string, target: string): Attributes => ({ user: null, ...requestInfo(method, target) })

describe('parseRequestPattern', () => {
  it('splits a resource from its subresource and group', () => {
    expect(parse('update deployments/scale.apps')).toEqual({
      kind: 'resource',
      verb: 'update',
      resource: 'deployments',
      subresource: 'scale',
      apiGroup: 'apps',
    })
  })

  it('keeps all dots of a group', () => {
    expect(parse('create tokenreviews.authentication.k8s.io')).toMatchObject({
      resource: 'tokenreviews',
      apiGroup: 'authentication.k8s.io',
    })
  })

  it('keeps a path as it is', () => {
    expect(parse('get /api*')).toEqual({ kind: 'nonResource', verb: 'get', path: '/api*' })
  })
})

describe('matchesRequest', () => {
  it.each([
    ['create secrets', 'POST', '/api/v1/namespaces/a/secrets'],
    ['create secrets', 'POST', '/api/v1/namespaces/a/secrets?dryRun=All'],
    ['list secrets', 'GET', '/api/v1/secrets'],
    ['watch secrets', 'GET', '/api/v1/secrets?watch=1'],
    ['get pods/log', 'GET', '/api/v1/namespaces/a/pods/p/log'],
    ['update deployments/scale.apps', 'PUT', '/apis/apps/v1/namespaces/a/deployments/d/scale'],
    ['deletecollection secrets', 'DELETE', '/api/v1/namespaces/a/secrets'],
    ['get /healthz', 'GET', '/healthz?verbose'],
    ['get /api*', 'GET', '/api'],
    ['get /api*', 'GET', '/apis/apps/v1'],
    ['get /*', 'GET', '/'],
    ['post /healthz', 'POST', '/healthz'],
  ])('%s covers %s %s', (pattern, method, target) => {
    expect(matchesRequest(parse(pattern), attributesOf(method, target))).toBe(true)
  })

  it.each([
    ['get secrets', 'GET', '/api/v1/namespaces/a/secrets'],
    ['create pods', 'POST', '/api/v1/namespaces/a/pods/p/exec'],
    ['create pods/exec', 'POST', '/api/v1/namespaces/a/pods'],
    ['update deployments/scale', 'PUT', '/apis/apps/v1/namespaces/a/deployments/d/scale'],
    ['list events', 'GET', '/apis/events.k8s.io/v1/events'],
    ['get /healthz', 'GET', '/healthz/etcd'],
    ['get /healthz', 'POST', '/healthz'],
    ['get /api*', 'GET', '/api/v1/pods/p'],
    ['get /api*', 'GET', '/version'],
  ])('%s does not cover %s %s', (pattern, method, target) => {
    expect(matchesRequest(parse(pattern), attributesOf(method, target))).toBe(false)
  })

  it('covers a request by the words that describe it', () => {
    const segment = fc.constantFrom('secrets', 'pods', 'x', 'namespaces', 'status', 'log', 'watch-this')
    const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('/'))
    const prefix = fc.constantFrom('/api/v1/', '/apis/apps/v1/', '/apis/a.example.com/v1/', '/healthz/', '/')
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD')
    fc.assert(
      fc.property(method, prefix, path, (name, start, rest) => {
        const attributes = attributesOf(name, start + rest)
        expect(matchesRequest(parse(describeRequest(attributes)), attributes)).toBe(true)
      }),
    )
  })
})

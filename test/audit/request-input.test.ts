import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { attributesOfEvent, attributesOfRequest } from '../../lib/audit/attributes-of.js'
import type { Attributes } from '../../lib/audit/attributes.js'
import { attributesOfInput } from '../../lib/audit/request-input.js'
import { request } from '../policy/arbitrary-request.js'
import { allLines, linesOf } from '../run/fixtures.js'
import { parse } from '../run/support.js'

const NONE: Attributes = {
  user: null,
  verb: 'get',
  resourceRequest: true,
  apiGroup: '',
  resource: '',
  subresource: '',
  namespace: '',
  name: '',
  path: '',
}

describe('a short object', () => {
  test.each<[string, object, Partial<Attributes>]>([
    [
      'with everything',
      {
        user: 'jane',
        groups: ['dev'],
        verb: 'update',
        namespace: 'shop',
        apiGroup: 'apps',
        resource: 'deployments',
        subresource: 'scale',
        name: 'web',
      },
      {
        user: { name: 'jane', groups: ['dev'] },
        verb: 'update',
        namespace: 'shop',
        apiGroup: 'apps',
        resource: 'deployments',
        subresource: 'scale',
        name: 'web',
      },
    ],
    ['without a user is a request that nobody was authenticated for', { resource: 'pods' }, { resource: 'pods' }],
    ['has no groups without a user', { resource: 'pods', groups: ['dev'] }, { resource: 'pods' }],
    [
      'has the groups that it names and no others',
      { resource: 'pods', user: 'system:anonymous' },
      { resource: 'pods', user: { name: 'system:anonymous', groups: [] } },
    ],
    [
      'may have a user without a name',
      { resource: 'pods', user: '' },
      { resource: 'pods', user: { name: '', groups: [] } },
    ],
    [
      'with a path and no resource is a non-resource request',
      { path: '/healthz' },
      { resourceRequest: false, path: '/healthz' },
    ],
    [
      'with a resource is a resource request, path or not',
      { path: '/x', resource: 'pods' },
      { path: '/x', resource: 'pods' },
    ],
    [
      'may say null for what is not there',
      { user: null, groups: null, resource: null, namespace: null, name: null, path: '/x' },
      { resourceRequest: false, path: '/x' },
    ],
  ])('%s', (_, input, expected) => {
    expect(attributesOfInput({ verb: 'get', ...input })).toEqual({ ...NONE, ...expected })
  })

  test('says all that a rule can see of any request', () => {
    fc.assert(
      fc.property(request, (attributes) => {
        const { user, resourceRequest, path, ...rest } = attributes
        fc.pre(resourceRequest || path !== '')
        const who = user === null ? {} : { user: user.name, groups: user.groups }
        const input = resourceRequest ? { ...who, ...rest } : { ...who, verb: rest.verb, path }
        expect(attributesOfInput(input)).toEqual(resourceRequest ? { ...attributes, path: '' } : attributes)
      }),
    )
  })
})

describe('an Event', () => {
  test('of any request and stage is read as the server read its request', () => {
    const events = allLines().map(parse)
    expect(events.map((event) => attributesOfInput(event))).toEqual(events.map((event) => attributesOfEvent(event)))
  })

  test('of a completed create has no name, although its objectRef got one from the body', () => {
    const event = parse(linesOf('secret-data').at(-1) ?? '')
    expect(event).toMatchObject({ stage: 'ResponseComplete', verb: 'create', objectRef: { name: expect.any(String) } })
    expect(attributesOfInput(event)).toMatchObject({ verb: 'create', resource: 'secrets', namespace: 'shop', name: '' })
  })

  test('is of the user who asked, not of the one who was impersonated', () => {
    const event = { requestURI: '/healthz', verb: 'get', user: { username: 'a' }, impersonatedUser: { username: 'b' } }
    expect(attributesOfInput(event)).toMatchObject({ user: { name: 'a', groups: [] }, resourceRequest: false })
  })

  test.each<[string, object]>([
    ['an empty user', { user: {} }],
    ['no user', {}],
    ['a null user', { user: null }],
    ['a user of nulls', { user: { username: null, uid: null, groups: null, extra: null } }],
  ])('with %s is one that nobody was authenticated for', (_, user) => {
    expect(attributesOfInput({ requestURI: '/api/v1/pods', verb: 'list', ...user })).toEqual(
      attributesOfRequest('GET', '/api/v1/pods', null),
    )
  })

  test('with a uid alone has a user without a name', () => {
    expect(attributesOfInput({ requestURI: '/x', verb: 'get', user: { uid: '1' } })).toMatchObject({
      user: { name: '', groups: [] },
    })
  })
})

describe('an Event with a null beside the name of its user', () => {
  test('is of that user, in no groups', () => {
    const event = { requestURI: '/x', verb: 'get', user: { username: 'jane', groups: null, extra: null } }
    expect(attributesOfInput(event)).toMatchObject({ user: { name: 'jane', groups: [] } })
  })
})

describe('anything else is refused, with what is wrong', () => {
  test.each<[unknown, RegExp]>([
    [null, /^neither an Event nor a request: a JSON object is expected$/],
    [[], /^neither an Event nor a request/],
    ['get pods', /^neither an Event nor a request/],
    [1, /^neither an Event nor a request/],
    [{}, /^not a request: verb: /],
    [{ verb: 'get' }, /^not a request: `resource` or `path` is needed$/],
    [{ resource: 'pods' }, /^not a request: verb: /],
    [{ verb: 'get', resource: 'pods', groups: 'dev' }, /^not a request: groups: .*array/],
    [{ verb: 'get', resource: 'pods', groups: [1] }, /^not a request: groups\.0: .*string/],
    [{ verb: 'get', resource: 'pods', group: 'apps' }, /^not a request: Unrecognized key: "group"$/],
    [{ resource: 1, group: 'apps' }, /^not a request: verb: .*; resource: .*; Unrecognized key: "group"$/],
    [{ verb: 1, resource: 'pods' }, /^not a request: verb: .*string/],
    [{ kind: 'Policy', apiVersion: 'audit.k8s.io/v1' }, /^not a request: /],
    [{ auditID: 'a', verb: 'get' }, /^not an Event: requestURI: /],
    [{ requestURI: 'healthz', verb: 'get' }, /^not an Event: requestURI: a path that begins with \//],
    [{ requestURI: '/healthz' }, /^not an Event: verb: /],
    [{ requestURI: '/healthz', verb: 'get', user: 'jane' }, /^not an Event: user: /],
  ])('%j', (input, message) => {
    expect(attributesOfInput(input)).toEqual({ error: expect.stringMatching(message) })
  })

  test('whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        const answer = attributesOfInput(input)
        expect('error' in answer || 'verb' in answer).toBe(true)
      }),
    )
  })
})

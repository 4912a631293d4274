import { describe, expect, it } from '@jest/globals'
import { attributesOfInput } from '../../lib/audit/request-input.js'

describe('attributesOfInput', () => {
  it('reads an Event, of which it needs requestURI, verb and user only', () => {
    const input = {
      kind: 'Event',
      requestURI: '/api/v1/namespaces/a/pods/b',
      verb: 'get',
      user: { username: 'jane', groups: ['dev'], extra: { scopes: ['a'] } },
    }
    expect(attributesOfInput(input)).toEqual({
      user: { name: 'jane', groups: ['dev'] },
      verb: 'get',
      resourceRequest: true,
      apiGroup: '',
      resource: 'pods',
      subresource: '',
      namespace: 'a',
      name: 'b',
      path: '/api/v1/namespaces/a/pods/b',
    })
  })

  it.each<[string, object, object | null]>([
    ['without a user', {}, null],
    ['with an empty user', { user: {} }, null],
    ['with a name only', { user: { username: 'jane' } }, { name: 'jane', groups: [] }],
    ['with groups only', { user: { groups: ['dev'] } }, { name: '', groups: ['dev'] }],
  ])('reads an Event %s', (_, parts, user) => {
    expect(attributesOfInput({ requestURI: '/healthz', verb: 'get', ...parts })).toMatchObject({ user })
  })

  it('reads a short request for a resource, with nothing for what is left out', () => {
    expect(attributesOfInput({ verb: 'get', resource: 'pods' })).toEqual({
      user: null,
      verb: 'get',
      resourceRequest: true,
      apiGroup: '',
      resource: 'pods',
      subresource: '',
      namespace: '',
      name: '',
      path: '',
    })
  })

  it('reads every key of a short request', () => {
    const parts = {
      verb: 'get',
      namespace: 'a',
      apiGroup: 'apps',
      resource: 'deployments',
      subresource: 'scale',
      name: 'b',
    }
    expect(attributesOfInput({ ...parts, user: 'jane', groups: ['dev'] })).toEqual({
      ...parts,
      user: { name: 'jane', groups: ['dev'] },
      resourceRequest: true,
      path: '',
    })
  })

  it('reads a short request for a path, by a user in no group', () => {
    expect(attributesOfInput({ verb: 'get', path: '/healthz', user: 'jane' })).toMatchObject({
      user: { name: 'jane', groups: [] },
      resourceRequest: false,
      resource: '',
      path: '/healthz',
    })
  })

  it.each<[string, unknown, string | RegExp]>([
    ['null', null, 'neither an Event nor a request: a JSON object is expected'],
    ['an array', [], 'neither an Event nor a request: a JSON object is expected'],
    ['a string', 'get pods', 'neither an Event nor a request: a JSON object is expected'],
    ['an Event without a verb', { requestURI: '/x' }, /^not an Event: verb: ./],
    ['an Event without a requestURI', { auditID: 'x', verb: 'get' }, /^not an Event: requestURI: ./],
    [
      'an Event with a wrong group',
      { requestURI: '/', verb: 'get', user: { groups: [1] } },
      /^not an Event: user.groups.0: ./,
    ],
    [
      'an Event whose requestURI is no path',
      { requestURI: 'https://x/', verb: 'get' },
      'not an Event: requestURI https://x/ does not begin with /',
    ],
    ['a request without a verb', { resource: 'pods' }, /^not a request: verb: ./],
    ['a key that there is not', { verb: 'get', resource: 'pods', resources: [] }, /^not a request: .*resources/],
    ['neither resource nor path', { verb: 'get' }, 'not a request: `resource` or `path` is needed'],
    [
      'both resource and path',
      { verb: 'get', resource: 'pods', path: '/x' },
      'not a request: `resource` and `path` exclude each other',
    ],
  ])('says what is wrong with %s', (_, input, error) => {
    expect(attributesOfInput(input)).toEqual({
      error: typeof error === 'string' ? error : expect.stringMatching(error),
    })
  })
})

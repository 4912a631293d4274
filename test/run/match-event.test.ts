import { describe, expect, test } from '@jest/globals'
import { describeMismatch, matchEvent } from '../../lib/run/match-event.js'
import type { AuditEvent } from '../../lib/audit/event.js'
import { linesOf } from './fixtures.js'

const FORBIDDEN = JSON.parse(linesOf('forbidden-delete').at(-1) ?? '') as AuditEvent

describe('a partial Event matches', () => {
  test.each([
    ['nothing at all', {}],
    ['a scalar', { verb: 'delete' }],
    ['a nested field beside others', { responseStatus: { code: 403 } }],
    ['an annotation', { annotations: { 'authorization.k8s.io/decision': 'forbid' } }],
    ['a whole array', { user: { groups: ['developers', 'system:authenticated'] } }],
  ])('%s', (_what, expected) => {
    expect(matchEvent(expected, FORBIDDEN)).toEqual([])
  })
})

describe('a partial Event does not match', () => {
  test.each([
    ['another scalar', { verb: 'get' }, 'verb is "delete", expected "get"'],
    ['a number in quotes', { responseStatus: { code: '403' } }, 'responseStatus.code is 403, expected "403"'],
    ['an absent field', { requestObject: { kind: 'X' } }, 'requestObject is absent, expected {"kind":"X"}'],
    [
      'another annotation',
      { annotations: { 'authorization.k8s.io/decision': 'allow' } },
      'annotations["authorization.k8s.io/decision"] is "forbid", expected "allow"',
    ],
    [
      'a part of an array',
      { user: { groups: ['developers'] } },
      'user.groups is ["developers","system:authenticated"], expected ["developers"]',
    ],
    ['an array in another order', { sourceIPs: ['127.0.0.2'] }, 'sourceIPs[0] is "127.0.0.1", expected "127.0.0.2"'],
    ['null for an absent field', { impersonatedUser: null }, 'impersonatedUser is absent, expected null'],
  ])('%s', (_what, expected, message) => {
    expect(matchEvent(expected, FORBIDDEN).map(describeMismatch)).toEqual([message])
  })

  test('in several places at once, and all are told', () => {
    const mismatches = matchEvent({ verb: 'get', responseStatus: { code: 200, reason: 'Forbidden' } }, FORBIDDEN)
    expect(mismatches.map(({ path }) => path)).toEqual(['verb', 'responseStatus.code'])
  })

  test('in a whole body, of which only the beginning is told', () => {
    const created = JSON.parse(linesOf('all-create').at(-1) ?? '') as AuditEvent
    const [message] = matchEvent({ responseObject: 'x' }, created).map(describeMismatch)
    expect(message).toMatch(/^responseObject is \{"kind":"ConfigMap".{90,110}…, expected "x"$/)
  })
})

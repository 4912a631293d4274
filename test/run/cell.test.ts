import { describe, expect, test } from '@jest/globals'
import { finalEvent, outcomeOf } from '../../lib/run/cell.js'
import { areUsual } from '../../lib/run/pins.js'
import { observed } from './support.js'

const NOTHING = { lines: [], target: '/version', method: 'GET', status: 200 }

describe('a cell is what the Events carry', () => {
  test.each([
    ['Metadata', 'metadata-get', { level: 'Metadata', stages: ['RequestReceived', 'ResponseComplete'], unknown: null }],
    [
      'RequestResponse',
      'all-get',
      { level: 'RequestResponse', stages: ['RequestReceived', 'ResponseComplete'], unknown: null },
    ],
    [
      'only the stages that are not omitted',
      'late-watch',
      { level: 'Metadata', stages: ['ResponseComplete'], unknown: null },
    ],
    ['one Event for a 401', 'unauthorized', { level: 'RequestResponse', stages: ['ResponseStarted'], unknown: null }],
  ])('%s', (_what, auditID, cell) => {
    expect(observed(auditID).cell).toEqual(cell)
  })

  test('it is None when the server sent the Audit-Id back and logged nothing', () => {
    expect(observed('all-get', NOTHING).cell).toEqual({ level: 'None', stages: [], unknown: null })
  })

  test('it is None for an upgrade without Events, whose answer has no Audit-Id', () => {
    expect(observed('all-get', { ...NOTHING, echoed: false, upgraded: true }).cell.level).toBe('None')
  })

  test('it is unknown, never None, when neither an Event nor the Audit-Id came', () => {
    const { level, unknown } = observed('all-get', { ...NOTHING, echoed: false }).cell
    expect([level, unknown]).toEqual([null, 'not audited: it left no Event, and the server sent no Audit-Id back'])
  })

  test('it is unknown when the engine says so, whatever Events there are', () => {
    expect(observed('all-get', { unknown: 'lost by the server' }).cell).toMatchObject({
      level: null,
      unknown: 'lost by the server',
    })
  })
})

describe('who made the request', () => {
  test('is told by the Event', () => {
    expect(observed('metadata-get').attributes.user?.name).toBe('metadata')
  })

  test('is the persona when there is no Event', () => {
    expect(observed('all-get', NOTHING).attributes.user?.name).toBe('none')
  })

  test.each([
    ['a 401', { ...NOTHING, status: 401 }],
    ['a refused timeout', { ...NOTHING, status: 400, target: '/api/v1/pods?timeout=soon' }],
  ])('is nobody for %s', (_what, change) => {
    expect(observed('all-get', change).attributes.user).toBeNull()
  })

  test.each([
    ['a 400 for another reason', { ...NOTHING, status: 400, target: '/api/v1/pods?timeout=1m30s' }],
    [
      'a 400 of a watch, whose timeout nobody reads',
      { ...NOTHING, status: 400, target: '/api/v1/pods?watch=1&timeout=soon' },
    ],
  ])('is the persona for %s', (_what, change) => {
    expect(observed('all-get', change).attributes.user?.name).toBe('none')
  })
})

describe('the outcome on record', () => {
  const outcome = (auditID: string, omit: 'ResponseComplete' | null = null, drop = ''): string | undefined => {
    const request = observed(auditID)
    const events = request.events.filter(({ stage }) => stage !== drop)
    return outcomeOf(events, request, omit === null ? [] : [omit])?.stage
  }

  test.each([
    ['is ResponseComplete', outcome('all-get'), 'ResponseComplete'],
    ['is ResponseComplete for a watch that ended', outcome('all-watch'), 'ResponseComplete'],
    ['is ResponseStarted for a 401', outcome('unauthorized'), 'ResponseStarted'],
    ['is ResponseStarted for a refused timeout', outcome('bad-timeout'), 'ResponseStarted'],
    [
      'is ResponseStarted for a stream that is still open',
      outcome('all-watch', null, 'ResponseComplete'),
      'ResponseStarted',
    ],
    [
      'is none when the policy omits ResponseComplete',
      outcome('all-watch', 'ResponseComplete', 'ResponseComplete'),
      undefined,
    ],
    ['is none when only RequestReceived is there', outcome('bad-patch'), undefined],
  ])('%s', (_what, actual, expected) => {
    expect(actual).toBe(expected)
  })
})

test('the final Event is that of the last stage', () => {
  expect(
    ['all-get', 'all-watch', 'unauthorized', 'bad-patch'].map((auditID) => finalEvent(observed(auditID).events)?.stage),
  ).toEqual(['ResponseComplete', 'ResponseComplete', 'ResponseStarted', 'RequestReceived'])
})

describe('the usual stages, which a cells file leaves out', () => {
  test.each([
    ['RequestReceived and ResponseComplete', 'all-get', true],
    ['without RequestReceived, which most policies omit', 'late-get', true],
    ['all three of a watch', 'all-watch', true],
    ['a watch without ResponseStarted', 'late-watch', false],
    ['the one stage of a 401', 'unauthorized', true],
    ['a short request without its end', 'bad-patch', false],
  ])('%s: %s is %p', (_what, auditID, expected) => {
    const request = observed(auditID)
    expect(areUsual(request.cell.stages, request)).toBe(expected)
  })
})

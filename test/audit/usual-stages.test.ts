import { describe, expect, it } from '@jest/globals'
import { attributesOfRequest } from '../../lib/audit/attributes-of.js'
import { refusedTimeout } from '../../lib/audit/refused-timeout.js'
import { usualStages } from '../../lib/audit/usual-stages.js'

const jane = { name: 'jane', groups: [] }

describe('usualStages', () => {
  it.each([
    ['a request without a user', '/api/v1/pods', null, ['ResponseStarted']],
    ['a watch', '/api/v1/pods?watch=1', jane, ['RequestReceived', 'ResponseStarted', 'ResponseComplete']],
    ['a list', '/api/v1/pods', jane, ['RequestReceived', 'ResponseComplete']],
  ])('of %s', (_, target, user, expected) => {
    expect(usualStages({ attributes: attributesOfRequest('GET', target, user) })).toEqual(expected)
  })
})

describe('refusedTimeout', () => {
  const refused = (status: number | null, target: string) =>
    refusedTimeout(status, target, attributesOfRequest('GET', target, null))

  it.each([
    '1',
    'x',
    '1x',
    '-',
    '1s1',
    '1.2.3s',
    '.s',
    's',
    '1 s',
    '00',
    'x1s',
    '1sx',
    '0s0',
    '+',
    '1d',
    '9999999999h',
  ])('holds for a 400 with timeout=%s, which is no duration', (timeout) => {
    expect(refused(400, `/api/v1/pods?timeout=${timeout}`)).toBe(true)
  })

  it.each([
    '1s',
    '0',
    '-0',
    '%2B1s',
    '-1s',
    '1h2m3s',
    '1.5h',
    '1.s',
    '.5s',
    '.25s',
    '0.25ms',
    '10ns',
    '5us',
    '5µs',
    '5μs',
    '2m',
    '',
  ])('does not hold for a 400 with timeout=%s, which is a duration or none', (timeout) => {
    expect(refused(400, `/api/v1/pods?timeout=${timeout}`)).toBe(false)
  })

  it.each([
    ['a request without timeout=', 400, '/api/v1/pods'],
    ['another status', 200, '/api/v1/pods?timeout=x'],
    ['no status', null, '/api/v1/pods?timeout=x'],
    ['a long-running request, which has no timeout', 400, '/api/v1/pods?watch=1&timeout=x'],
  ])('does not hold for %s', (_, status, target) => {
    expect(refused(status, target)).toBe(false)
  })
})

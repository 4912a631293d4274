import { describe, expect, test } from '@jest/globals'
import { isPermitted, permittedLevel } from '../../../lib/run/leaks/permitted.js'

describe('the level up to which bodies may hold a canary', () => {
  test.each([
    ['what a claim allows', [{ atMost: 'Request' }], 'Request'],
    [
      'what a claim allows, above what it asks for',
      [{ atLeast: 'Metadata', atMost: 'RequestResponse' }],
      'RequestResponse',
    ],
    ['what a claim asks for when it sets no bound above', [{ atLeast: 'Request' }], 'Request'],
    ['None when no claim sets a bound', [{}], 'None'],
    ['None without a claim', [], 'None'],
    ['the least that any claim allows', [{ atMost: 'RequestResponse' }, { atMost: 'Metadata' }], 'Metadata'],
    [
      'what one claim allows, whatever another asks for',
      [{ atLeast: 'RequestResponse' }, { atMost: 'Metadata' }],
      'Metadata',
    ],
    ['the most that any claim asks for', [{ atLeast: 'Metadata' }, { atLeast: 'RequestResponse' }], 'RequestResponse'],
  ] as const)('is %s', (_what, claims, level) => {
    expect(permittedLevel(claims)).toBe(level)
  })
})

describe('a place is permitted', () => {
  test.each([
    ['requestObject', 'Metadata', false],
    ['requestObject', 'Request', true],
    ['responseObject', 'Request', false],
    ['responseObject', 'RequestResponse', true],
    ['requestURI', 'RequestResponse', false],
    ['annotations', 'RequestResponse', false],
    ['other', 'RequestResponse', false],
  ] as const)('%s at %s: %p', (place, level, expected) => {
    expect(isPermitted(place, level)).toBe(expected)
  })
})

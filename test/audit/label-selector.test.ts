import { describe, expect, it } from '@jest/globals'
import { isLabelSelector } from '../../lib/audit/label-selector.js'

describe('isLabelSelector', () => {
  it.each([
    '',
    'a',
    '!a',
    'a=b',
    'a==b',
    'a!=',
    'a,b',
    'a in (b,c)',
    'a notin ()',
    'a in (,)',
    'a in (,b)',
    'a in (in)',
    'a>1',
    'x.io/a=b',
    ' a = b ',
  ])('takes %j', (selector) => {
    expect(isLabelSelector(selector)).toBe(true)
  })

  it.each([
    '=',
    'a=b,',
    ',a',
    'a b',
    '!a=b',
    'a in b',
    'a in (b',
    'a in (b,,)',
    'a>',
    'a>b',
    'a=b=c',
    '-a',
    'a=-',
    'X.io/a',
    'a/b/c',
    '/a',
    'a=é',
  ])('refuses %j', (selector) => {
    expect(isLabelSelector(selector)).toBe(false)
  })
})

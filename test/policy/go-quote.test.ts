import { describe, expect, it } from '@jest/globals'
import { goJson, goQuote } from '../../lib/policy/go-quote.js'

describe('goQuote writes as strconv.Quote does', () => {
  it.each([
    ['', '""'],
    ['plain text', '"plain text"'],
    ['"\\', '"\\"\\\\"'],
    ['\u0007\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
    ['\u0000\u0001\u001b\u007f', '"\\x00\\x01\\x1b\\x7f"'],
    ['\u0080\u00a0\u00ad\u2028\ufeff\uffff', '"\\u0080\\u00a0\\u00ad\\u2028\\ufeff\\uffff"'],
    ['\u{e0001}\u{10ffff}', '"\\U000e0001\\U0010ffff"'],
    ['é e\u0301 ½ – € 😀', '"é e\u0301 ½ – € 😀"'],
  ])('%j', (text, expected) => {
    expect(goQuote(text)).toBe(expected)
  })
})

describe('goJson writes as encoding/json does', () => {
  it.each<[string | string[], string]>([
    ['a', '"a"'],
    [[], '[]'],
    [['a', 'b'], '["a","b"]'],
    ['<>&', '"\\u003c\\u003e\\u0026"'],
    ['\u2028\u2029', '"\\u2028\\u2029"'],
    ['é"', '"é\\""'],
  ])('%j', (value, expected) => {
    expect(goJson(value)).toBe(expected)
  })
})

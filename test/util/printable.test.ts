import { describe, expect, test } from '@jest/globals'
import { printable, printableLines } from '../../lib/util/printable.js'

describe('printable', () => {
  test.each([
    ['keeps letters, accents and emoji', 'naïve 日本 🙂', 'naïve 日本 🙂'],
    ['shows an escape sequence', '\u001b[2Jgone', '\\u001b[2Jgone'],
    ['shows the eight-bit form of an escape sequence', '\u009b31m', '\\u009b31m'],
    ['shows a change of the writing direction', 'a\u202eb', 'a\\u202eb'],
    ['shows characters without width', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    ['shows line breaks and tabs', 'a\r\n\tb', 'a\\r\\n\\tb'],
    ['shows the line separator', 'a\u2028b', 'a\\u2028b'],
    ['shows half a surrogate pair', 'a\ud800b', 'a\\ud800b'],
    ['shows tags outside the basic plane', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['shows what is no character', 'a\ufffe', 'a\\ufffe'],
  ])('%s', (_, text, expected) => {
    expect(printable(text)).toBe(expected)
  })
})

describe('printableLines', () => {
  test('keeps line breaks and shows everything else', () => {
    expect(printableLines('a\r\nb\u001b\nc\rd')).toBe('a\nb\\u001b\nc\\rd')
  })
})

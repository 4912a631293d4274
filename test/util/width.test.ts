import { describe, expect, test } from '@jest/globals'
import { displayWidth, flow, pad, truncate, wrap } from '../../lib/util/width.js'

describe('displayWidth', () => {
  test.each([
    ['', 0],
    ['secrets', 7],
    ['naïve', 5],
    ['nai\u0308ve', 5],
    ['日本', 4],
    ['🙂', 2],
    ['✗ · ›', 5],
  ])('of "%s" is %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })
})

test('every character that is counted without a look takes the column that a look would give it', () => {
  const characters = Array.from({ length: 0x2800 }, (_, code) => String.fromCharCode(code)).filter((character) =>
    /[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2717]/.test(character),
  )
  // The umlaut at the end has to be looked at, and so does all before it.
  const differing = characters.filter((character) => displayWidth(`${character}|o\u0308`) !== 3)
  expect(differing).toEqual([])
  expect(characters.every((character) => displayWidth(character) === 1)).toBe(true)
})

describe('pad', () => {
  test('fills up to the width', () => {
    expect(pad('日本', 6)).toBe('日本  ')
  })

  test('leaves a text alone that is wider', () => {
    expect(pad('secrets', 3)).toBe('secrets')
  })
})

describe('truncate', () => {
  test.each([
    ['secrets', 7, 'secrets'],
    ['secrets', 6, 'secre…'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
  ])('%s to %d columns is %s', (text, width, expected) => {
    expect(truncate(text, width)).toBe(expected)
  })
})

describe('wrap', () => {
  test.each([
    ['breaks at spaces', 'one two three', 7, ['one two', 'three']],
    ['keeps a word whole that is wider', 'a configmaps b', 4, ['a', 'configmaps', 'b']],
    ['does not break without a width', 'one two three', null, ['one two three']],
    ['keeps an empty line', '', 10, ['']],
  ])('%s', (_, text, width, expected) => {
    expect(wrap(text, width)).toEqual(expected)
  })
})

describe('flow', () => {
  test('never breaks inside a piece and counts the separator', () => {
    expect(flow(['M Metadata', 'R Request', '✗ failed'], '   ', 22)).toEqual(['M Metadata   R Request', '✗ failed'])
    expect(flow(['M Metadata', 'R Request'], '   ', 21)).toEqual(['M Metadata', 'R Request'])
  })
})

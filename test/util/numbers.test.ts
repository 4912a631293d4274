import { describe, expect, test } from '@jest/globals'
import { countOf, formatBytes, formatCount } from '../../lib/util/numbers.js'

describe('formatBytes', () => {
  test.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1.0 KiB'],
    [102_297, '99.9 KiB'],
    [102_349, '100 KiB'],
    [1_048_063, '1,023 KiB'],
    [1_048_064, '1.0 MiB'],
    [1_048_576, '1.0 MiB'],
    [104_857_600, '100 MiB'],
    [5_000_000_000_000_000, '4,547 TiB'],
  ])('writes %d as %s', (bytes, expected) => {
    expect(formatBytes(bytes)).toBe(expected)
  })
})

describe('formatCount', () => {
  test.each([
    [0, '0'],
    [1204, '1,204'],
    [407.33, '407'],
  ])('writes %d as %s', (count, expected) => {
    expect(formatCount(count)).toBe(expected)
  })
})

describe('countOf', () => {
  test.each([
    [0, '0 weaknesses'],
    [1, '1 weakness'],
    [2000, '2,000 weaknesses'],
  ])('writes %d as %s', (count, expected) => {
    expect(countOf(count, 'weakness', 'weaknesses')).toBe(expected)
  })

  test('adds an s where no plural is given', () => {
    expect(countOf(2, 'leak')).toBe('2 leaks')
  })
})

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { namesInShard, parseShard } from '../../lib/scenario/shard.js'

describe('a shard is written i/n', () => {
  test.each([
    ['1/1', { index: 1, of: 1 }],
    ['2/3', { index: 2, of: 3 }],
    ['10/10', { index: 10, of: 10 }],
  ])('%s', (text, shard) => {
    expect(parseShard(text)).toEqual(shard)
  })

  test.each(['0/3', '4/3', '1/0', '1', '1/', '/3', '-1/3', '1/3/3', '1.0/3', ' 1/3', '01/3', 'a/b', ''])(
    'not %p',
    (text) => {
      expect(parseShard(text)).toBeNull()
    },
  )
})

const split = (names: readonly string[], of: number): string[][] =>
  Array.from({ length: of }, (_, at) => namesInShard(names, { index: at + 1, of }))

const placeOf = (names: readonly string[], of: number): Map<string, number> =>
  new Map(split(names, of).flatMap((shard, at) => shard.map((name) => [name, at])))

const someNames = fc.uniqueArray(fc.string(), { maxLength: 40 })
const parts = fc.integer({ min: 1, max: 12 })

describe('however scenarios are split', () => {
  test('every one is in exactly one shard', () => {
    fc.assert(
      fc.property(someNames, parts, (names, of) => {
        expect(split(names, of).flat().sort()).toEqual([...names].sort())
      }),
    )
  })

  test('sizes differ by one at most', () => {
    fc.assert(
      fc.property(someNames, parts, (names, of) => {
        const sizes = split(names, of).map(({ length }) => length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('the order in which they are found does not matter, and stays', () => {
    fc.assert(
      fc.property(someNames, parts, (names, of) => {
        const reversed = [...names].reverse()
        expect(split(reversed, of)).toEqual(split(names, of).map((shard) => [...shard].reverse()))
      }),
    )
  })

  test('one more moves at most one other across each cut', () => {
    fc.assert(
      fc.property(someNames, fc.string(), parts, (names, added, of) => {
        fc.pre(!names.includes(added))
        const [before, after] = [placeOf(names, of), placeOf([...names, added], of)]
        const moved = names.filter((name) => before.get(name) !== after.get(name))
        expect(moved.length).toBeLessThanOrEqual(of - 1)
      }),
    )
  })
})

// Shards of one run may be made by two versions of the lab: the split is a promise.
test('the split of known names is the same today and tomorrow', () => {
  expect(split(['denied', 'exec', 'secret-bodies', 'watches', 'scale'], 2)).toEqual([
    ['exec', 'secret-bodies'],
    ['denied', 'watches', 'scale'],
  ])
})

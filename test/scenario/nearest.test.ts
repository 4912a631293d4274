import { expect, it } from '@jest/globals'
import { nearest, suggest } from '../../lib/scenario/nearest.js'

it.each([
  ['atleast', ['atMost', 'atLeast'], 'atLeast'],
  ['METADATA', ['None', 'Metadata'], 'Metadata'],
  ['rnu', ['run', 'request'], 'run'],
  ['persna', ['personas', 'persona'], 'persona'],
  ['foo', ['run', 'request'], null],
  ['for', ['run', 'env'], null],
  ['', ['run'], null],
  ['run', [], null],
])('nearest to %j among %j is %j', (name, candidates, expected) => {
  expect(nearest(name, candidates)).toBe(expected)
})

it('lists all names when none is near', () => {
  expect(suggest('foo', ['run', 'request'])).toBe('known: run, request')
})

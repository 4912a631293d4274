import { expect, test } from '@jest/globals'
import { parseDuration } from '../../lib/util/duration.js'

test.each([
  ['500ms', 500],
  ['0s', 0],
  ['30s', 30_000],
  ['2m', 120_000],
  ['1h', 3_600_000],
])('parseDuration of %s is %d milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds)
})

test.each(['', '30', 's', '1.5s', '-1s', '30 s', '1d', '1m30s'])('parseDuration of "%s" is null', (text) => {
  expect(parseDuration(text)).toBeNull()
})

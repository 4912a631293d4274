import { expect, it } from '@jest/globals'
import { isGoDuration } from '../../lib/audit/go-duration.js'
import { GO_DURATIONS } from './go-durations.js'

it.each(GO_DURATIONS)('%j: a duration is %j, %s', (text, isDuration) => {
  expect(isGoDuration(text)).toBe(isDuration)
})

import { expect, test } from '@jest/globals'
import { availableLanes } from '../../../lib/engine/live/available-lanes.js'

const GIBIBYTE = 2 ** 30

test.each([
  ['as many as are allowed where there is memory for more', 32 * GIBIBYTE, 12, 12],
  ['as many as fit beside etcd and the main server', 2 * GIBIBYTE, 12, 4],
  ['at least one, however little there is', 0, 12, 1],
])('%s', (_name, bytes, most, lanes) => {
  expect(availableLanes(bytes, most)).toBe(lanes)
})

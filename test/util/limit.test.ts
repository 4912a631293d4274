import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { limited } from '../../lib/util/limit.js'

describe('limited', () => {
  test('gives the results in the order of the items, whichever ends first', async () => {
    expect(await limited([30, 1, 10], 3, async (wait) => (await pause(wait), wait * 2))).toEqual([60, 2, 20])
  })

  test.each([
    [1, 1],
    [2, 2],
    [10, 5],
  ])('runs at most %d jobs at once', async (width, most) => {
    let running = 0
    let highest = 0
    await limited([1, 2, 3, 4, 5], width, async () => {
      highest = Math.max(highest, ++running)
      await pause(5)
      running -= 1
    })
    expect(highest).toBe(most)
  })

  test('of nothing is nothing', async () => {
    expect(await limited([], 4, () => Promise.reject(new Error('never called')))).toEqual([])
  })

  test('rejects with the first error, begins nothing more, and waits for what has begun', async () => {
    const ended: number[] = []
    const done = limited([1, 2, 3, 4], 2, async (item) => {
      if (item === 1) throw new Error('the first')
      await pause(20)
      ended.push(item)
    })
    await expect(done).rejects.toThrow('the first')
    expect(ended).toEqual([2])
  })
})

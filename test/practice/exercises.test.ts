import { describe, expect, test } from '@jest/globals'
import { exerciseNames, findExercise, shippedExercises } from '../../lib/practice/load.js'
import { recordedRequests } from '../../lib/practice/recorded.js'
import { exerciseProblems } from '../../lib/practice/test-exercise.js'

const names = await exerciseNames(shippedExercises())
const recorded = await recordedRequests()

test('there are at least sixteen exercises', () => {
  expect(names.length).toBeGreaterThanOrEqual(16)
})

describe.each(names)('%s', (name) => {
  // The first and the last of what may be drawn, and something between.
  test.each([
    ['first', () => 0],
    ['last', (below: number) => below - 1],
    ['another', (below: number) => Math.floor(below / 2)],
  ])(
    'with the %s names its solution has all points, its wrong answers lose the marks that they say, and no other',
    async (_which, random) => {
      expect(await exerciseProblems(await findExercise(name), recorded, random)).toEqual([])
    },
  )
})

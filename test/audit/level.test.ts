import { describe, expect, it } from '@jest/globals'
import { compareLevels, LEVELS, STAGES } from '../../lib/audit/level.js'

describe('the levels and stages of audit.k8s.io/v1', () => {
  it('stand in their order', () => {
    expect(LEVELS).toEqual(['None', 'Metadata', 'Request', 'RequestResponse'])
    expect(STAGES).toEqual(['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'])
  })
})

describe('compareLevels', () => {
  it('sorts levels from least to most', () => {
    expect((['Request', 'None', 'RequestResponse', 'Metadata'] as const).toSorted(compareLevels)).toEqual([...LEVELS])
  })

  it('finds a level equal to itself', () => {
    expect(LEVELS.map((level) => compareLevels(level, level))).toEqual([0, 0, 0, 0])
  })
})

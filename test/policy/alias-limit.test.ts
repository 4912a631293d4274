import { describe, expect, it } from '@jest/globals'
import { isExcessivelyAliased } from '../../lib/policy/alias-limit.js'

describe('isExcessivelyAliased', () => {
  it.each([
    ['takes a thousand values that are all aliased', 1000, 1000, false],
    ['refuses one more', 1001, 1001, true],
    ['takes 99 of 100 values of a small document', 100_000, 99_000, false],
    ['refuses more of them', 100_000, 99_001, true],
    ['takes 99 of 100 values at the end of what is small', 400_000, 396_000, false],
    ['refuses more of them there', 400_000, 396_001, true],
    ['takes less of a document in the middle between small and large', 2_200_000, 1_198_000, false],
    ['refuses more in the middle', 2_200_000, 1_200_000, true],
    ['takes no tenth of a large document', 4_000_000, 399_999, false],
    ['refuses more than a tenth of it', 4_000_000, 400_001, true],
    ['takes no tenth of a larger one', 40_000_000, 3_999_999, false],
    ['refuses more than a tenth of that', 40_000_000, 4_000_001, true],
  ])('%s', (_, decoded, aliased, expected) => {
    expect(isExcessivelyAliased(decoded, aliased)).toBe(expected)
  })
})

import { describe, expect, test } from '@jest/globals'
import { comparePins } from '../../lib/run/pins.js'
import type { Cell } from '../../lib/scenario/schema.js'
import { observed } from './support.js'

const group = (auditID: string, count = 1) => ({ cell: observed(auditID).cell, count, passage: observed(auditID) })
const states = (pinned: readonly Cell[] | null, groups: ReturnType<typeof group>[]): string[] =>
  comparePins(pinned, groups).pins.map((pin) =>
    pin.state === 'differs' ? `differs from ${pin.pinned.level}` : pin.state,
  )

describe('measured cells beside pinned ones', () => {
  test.each<[string, readonly Cell[] | null, ReturnType<typeof group>[], string[]]>([
    ['are held to nothing without a file', null, [group('all-get')], ['absent']],
    ['are missing from a file that does not know them', [], [group('all-get')], ['missing']],
    ['are equal by level, stages being the usual', [{ level: 'RequestResponse' }], [group('all-get')], ['equal']],
    ['are equal without RequestReceived, which is usual too', [{ level: 'Metadata' }], [group('late-get')], ['equal']],
    ['differ by level', [{ level: 'Metadata' }], [group('all-get')], ['differs from Metadata']],
    [
      'differ by stages that are not the usual',
      [{ level: 'Metadata' }],
      [group('late-watch')],
      ['differs from Metadata'],
    ],
    [
      'are equal by stages that are pinned',
      [{ level: 'Metadata', stages: ['ResponseComplete'] }],
      [group('late-watch')],
      ['equal'],
    ],
    [
      'differ by count',
      [{ level: 'RequestResponse', count: 2 }],
      [group('all-get', 1)],
      ['differs from RequestResponse'],
    ],
    ['are equal by count', [{ level: 'RequestResponse', count: 2 }], [group('all-get', 2)], ['equal']],
    [
      'find their equal in any order',
      [{ level: 'RequestResponse' }, { level: 'Metadata' }],
      [group('metadata-get'), group('all-get')],
      ['equal', 'equal'],
    ],
    [
      'that differ are held to the one of their level',
      [{ level: 'None' }, { level: 'Metadata', stages: ['RequestReceived'] }],
      [group('metadata-get')],
      ['differs from Metadata'],
    ],
  ])('%s', (_what, pinned, groups, expected) => {
    expect(states(pinned, groups)).toEqual(expected)
  })

  test('leave over what no request has', () => {
    expect(comparePins([{ level: 'None' }, { level: 'RequestResponse' }], [group('all-get')]).unmatched).toEqual([
      { level: 'None' },
    ])
  })
})

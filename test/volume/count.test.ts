import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { loadPolicy } from '../../lib/policy/load.js'
import type { Policy } from '../../lib/policy/policy.js'
import { lineOfRule, projectLines, volumeByLevel, volumeByRule } from '../../lib/volume/count.js'
import { lineBytes, volumeOf } from '../../lib/volume/volume.js'

const FIXTURES = new URL('../run/fixtures/', import.meta.url)
const LOG = readFileSync(new URL('events.jsonl', FIXTURES))
const LINES = LOG.toString().trimEnd().split('\n')

function policyOf(text: string): Policy {
  const loaded = loadPolicy(text, 'policy.yaml')
  if (loaded.loaded !== 'strict') throw new Error(loaded.message)
  return loaded.policy
}

/** What the fixtures were written under. */
const WRITTEN_UNDER = policyOf(readFileSync(new URL('policy.yaml', FIXTURES), 'utf8'))
const METADATA = policyOf(
  'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: None\n  verbs: [watch]\n- level: Metadata\n',
)

describe('bytes are those of the log file', () => {
  test('of all lines, newlines included', () => {
    expect(volumeOf(LINES)).toEqual({ events: LINES.length, bytes: LOG.length })
  })

  test('of a line that is not ASCII', () => {
    expect(lineBytes('ö')).toBe(3)
  })

  test('of nothing', () => {
    expect(volumeOf([])).toEqual({ events: 0, bytes: 0 })
  })
})

describe('what levels cost', () => {
  const levels = volumeByLevel(LINES)

  test('adds up to the whole log', () => {
    const volumes = Object.values(levels)
    expect(volumes.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(LOG.length)
    expect(volumes.reduce((sum, { events }) => sum + events, 0)).toBe(LINES.length)
  })

  test('comes from the least level to the most, without levels that have no line', () => {
    expect(Object.keys(levels)).toEqual(['Metadata', 'Request', 'RequestResponse'])
  })
})

describe('what rules cost', () => {
  const rules = volumeByRule(LINES, WRITTEN_UNDER)

  test('adds up to the whole log', () => {
    expect(rules.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(LOG.length)
  })

  test('is that of the rule which decided, with its place', () => {
    expect(rules.map(({ rule, line, events }) => [rule, line, events])).toEqual([
      [2, 6, LINES.filter((line) => line.includes('"username":"metadata"')).length],
      [3, 7, LINES.filter((line) => line.includes('"username":"request"')).length],
      [4, 8, LINES.filter((line) => line.includes('"username":"late"')).length],
      [5, 9, LINES.filter((line) => line.includes('"level":"RequestResponse"')).length],
    ])
  })

  test('comes last for lines that no rule matches', () => {
    const policy = policyOf(
      'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata, users: [metadata]}]\n',
    )
    const last = volumeByRule(LINES, policy).at(-1)
    expect([last?.rule, last?.line]).toEqual([null, null])
    expect(lineOfRule(policy, null)).toBeNull()
  })
})

describe('what a policy would have written', () => {
  const catchAll = LINES.filter((line) => line.includes('"level":"RequestResponse"'))
  const projected = projectLines(catchAll, METADATA)

  test('leaves out what it drops', () => {
    const watches = catchAll.filter((line) => line.includes('"verb":"watch"'))
    expect(watches.length).toBeGreaterThan(0)
    expect(projected).toHaveLength(catchAll.length - watches.length)
  })

  test('is at its level', () => {
    expect(Object.keys(volumeByLevel(projected))).toEqual(['Metadata'])
  })

  test('is no more than what it comes from', () => {
    expect(volumeOf(projected).bytes).toBeLessThan(volumeOf(catchAll).bytes)
  })
})

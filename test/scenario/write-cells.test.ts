import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { LEVELS, STAGES } from '../../lib/audit/level.js'
import type { CellEntry } from '../../lib/scenario/cells.js'
import { loadCells } from '../../lib/scenario/load-cells.js'
import type { Cell } from '../../lib/scenario/schema.js'
import { writeCells } from '../../lib/scenario/write-cells.js'

const entry = (scenario: string, step: string, request: string, ...cells: Cell[]): CellEntry => ({
  scenario,
  step,
  request,
  cells,
})

describe('writeCells', () => {
  it('writes a new file with the schema comment first', () => {
    const entries = [
      entry('b', 'one', 'get pods', { level: 'None' }),
      entry('a', 'two', 'get pods', { stages: ['Panic'], level: 'Metadata' }),
      entry('a', 'one', 'list pods', { level: 'None', count: 2 }, { level: 'Request' }),
    ]
    expect(writeCells(null, entries)).toBe(`# yaml-language-server: $schema=../schemas/cells.json

a:
  two:
    get pods: {level: Metadata, stages: [Panic]}
  one:
    list pods:
      - {level: None, count: 2}
      - {level: Request}
b:
  one:
    get pods: {level: None}
`)
  })

  const existing = `# yaml-language-server: $schema=../schemas/cells.json
# Written by hand.

# about m
m:
  # about one
  one:
    # about get
    get pods: {level: None, why: known} # tail
    list pods:
      level: Metadata # why so little
      why: "a: reason"
  gone: {get pods: {level: None}}
why: of the whole policy
z: {one: {get pods: {level: None}}} # not run
`

  it('changes levels and keeps comments, style, every why, and scenarios that did not run', () => {
    const entries = [
      entry('m', 'one', 'get pods', { level: 'Metadata' }),
      entry('m', 'one', 'list pods', { level: 'Request', stages: ['Panic'] }),
    ]
    expect(writeCells(existing, entries)).toBe(`# yaml-language-server: $schema=../schemas/cells.json
# Written by hand.

# about m
m:
  # about one
  one:
    # about get
    get pods: {level: Metadata, why: known} # tail
    list pods:
      level: Request # why so little
      stages: [Panic]
      why: "a: reason"
why: of the whole policy
z: {one: {get pods: {level: None}}} # not run
`)
  })

  it('changes nothing when the cells are the same', () => {
    const entries = loadCells(existing, 'x').entries.filter(({ scenario }) => scenario === 'm')
    expect(writeCells(existing, entries)).toBe(existing)
  })

  it.each([
    ['before the first', 'a', ['a', 'm', 'why', 'z']],
    ['in between', 'n', ['m', 'why', 'n', 'z']],
    ['at the end', 'zz', ['m', 'why', 'z', 'zz']],
  ])('puts a new scenario in by alphabet: %s', (_where, name, order) => {
    const text = writeCells(existing, [entry(name, 'one', 'get pods', { level: 'None' })])
    expect([...text.matchAll(/^\w+/gm)].map(([key]) => key)).toEqual(order)
    expect(text.split('\n').slice(0, 3)).toEqual(existing.split('\n').slice(0, 3))
    expect(text).toContain('\n# about m\nm:\n')
  })

  it('keeps a comment on top when it stands close to the first scenario', () => {
    const text = writeCells('# header\nm: {one: {get pods: {level: None}}}\n', [
      entry('a', 'one', 'get pods', { level: 'None' }),
    ])
    expect(text).toBe('# header\n\na:\n  one:\n    get pods: {level: None}\nm: {one: {get pods: {level: None}}}\n')
  })

  it('gives each of several cells the why that stood beside its level', () => {
    const before = 'm: {one: {get pods: [{level: None, why: n}, {level: Metadata, why: m}]}}\n'
    const entries = [entry('m', 'one', 'get pods', { level: 'Metadata' }, { level: 'Request' })]
    expect(writeCells(before, entries)).toContain('{level: Metadata, why: m}, {level: Request}')
  })

  it('keeps two reasons apart that stand beside the same level', () => {
    const before = 'm: {one: {get pods: [{level: None, why: n}, {level: None, count: 2}]}}\n'
    const entries = [entry('m', 'one', 'get pods', { level: 'None', count: 2 }, { level: 'None' })]
    expect(writeCells(before, entries)).toContain('[{level: None, count: 2}, {level: None, why: n}]')
  })

  it('takes files that are still empty', () => {
    const entries = [entry('m', 'one', 'get pods', { level: 'None' })]
    expect(writeCells('', entries)).toBe('m:\n  one:\n    get pods: {level: None}\n')
    expect(writeCells('{}', entries)).toBe('m:\n  one:\n    get pods: {level: None}\n')
    expect(writeCells('# only\n', entries)).toBe('# only\n\nm:\n  one:\n    get pods: {level: None}\n')
  })

  it('writes what is read back, and the same again', () => {
    const cell: fc.Arbitrary<Cell> = fc.record(
      {
        level: fc.constantFrom(...LEVELS),
        stages: fc.subarray([...STAGES], { minLength: 1 }),
        count: fc.integer({ min: 1, max: 9 }),
        why: fc.string({ minLength: 1 }),
      },
      { requiredKeys: ['level'] },
    )
    const entries = fc.uniqueArray(
      fc.record({
        scenario: fc.constantFrom('a', 'b', 'c-d', '1', 'null'),
        step: fc.constantFrom('one', 'two', '3'),
        request: fc.constantFrom('get pods', 'get /api*', 'update deployments/scale.apps', '"" pods'),
        cells: fc.array(cell, { minLength: 1, maxLength: 3 }),
      }),
      { selector: ({ scenario, step, request }) => [scenario, step, request].join() },
    )
    fc.assert(
      fc.property(entries, (cells) => {
        const text = writeCells(null, cells)
        const read = cells.length === 0 ? [] : loadCells(text, 'x').entries
        expect(new Set(read.map(asText))).toEqual(new Set(cells.map(asText)))
        expect(writeCells(text, cells)).toBe(text)
      }),
    )
  })
})

function asText({ scenario, step, request, cells }: CellEntry): string {
  return JSON.stringify([
    scenario,
    step,
    request,
    cells.map(({ level, stages, count, why }) => [level, stages, count, why]),
  ])
}

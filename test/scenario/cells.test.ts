import { describe, expect, it } from '@jest/globals'
import { cellsPath } from '../../lib/scenario/cells.js'
import { loadCells } from '../../lib/scenario/load-cells.js'

const text = `why: by design
a:
  one:
    get pods: {level: None}
    list pods:
      - {level: Metadata, why: its own}
      - {level: Request}
`

describe('loadCells', () => {
  it('finds the cells of a request with their places', () => {
    const file = loadCells(text, 'prod.cells.yaml')
    expect(file.why).toBe('by design')
    expect(file.cells('a', 'one', 'get pods')).toEqual([
      { level: 'None', position: { line: 4, column: 5 }, excuse: 'by design' },
    ])
    expect(file.cells('a', 'one', 'list pods')).toEqual([
      { level: 'Metadata', why: 'its own', position: { line: 6, column: 9 }, excuse: 'its own' },
      { level: 'Request', position: { line: 7, column: 9 }, excuse: 'by design' },
    ])
  })

  it('has no cells for what it does not name', () => {
    const { cells } = loadCells(text, 'prod.cells.yaml')
    expect(cells('a', 'one', 'watch pods')).toBeUndefined()
    expect(cells('a', 'two', 'get pods')).toBeUndefined()
    expect(cells('b', 'one', 'get pods')).toBeUndefined()
  })

  it('gives no excuse when nobody says why', () => {
    const { cells, why } = loadCells('a: {one: {get pods: {level: None}}}', 'prod.cells.yaml')
    expect(why).toBeNull()
    expect(cells('a', 'one', 'get pods')?.[0]?.excuse).toBeNull()
  })

  it('lists everything in the order of the file', () => {
    const { entries } = loadCells(text, 'prod.cells.yaml')
    expect(entries.map(({ scenario, step, request, cells }) => [scenario, step, request, cells.length])).toEqual([
      ['a', 'one', 'get pods', 1],
      ['a', 'one', 'list pods', 2],
    ])
  })
})

it.each([
  ['policies/prod.yaml', 'policies/prod.cells.yaml'],
  ['prod.yml', 'prod.cells.yaml'],
  ['a.b/prod.v1.json', 'a.b/prod.v1.cells.yaml'],
  ['prod', 'prod.cells.yaml'],
])('the cells of %s are in %s', (policy, cells) => {
  expect(cellsPath(policy)).toBe(cells)
})

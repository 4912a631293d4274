import { describe, test } from '@jest/globals'
import { loadReport } from '../../lib/report/registry.js'
import type { RunResult } from '../../lib/run/result.js'
import { clean } from './fixtures/clean.js'
import { everything } from './fixtures/everything.js'
import { hostile } from './fixtures/hostile.js'
import { wide } from './fixtures/wide.js'
import { expectGolden } from './golden.js'

const results: Readonly<Record<string, RunResult>> = { clean, everything, hostile, wide }

describe.each([
  ['json', 'json'],
  ['junit', 'xml'],
  ['markdown', 'md'],
  ['github', 'txt'],
])('the %s report', (format, extension) => {
  test.each(['clean', 'everything', 'hostile'])('of the run "%s" is as saved', async (name) => {
    const report = await loadReport(format)
    expectGolden(`${format}/${name}.${extension}`, report(results[name]!, { color: false, width: null, root: '/repo' }))
  })
})

describe('the text report', () => {
  test.each([
    ['clean', 80],
    ['everything', 80],
    ['everything', null],
    ['hostile', 80],
    ['wide', 80],
    ['wide', 120],
    ['wide', 200],
  ])('of the run "%s" at a width of %s is as saved', async (name, width) => {
    const report = await loadReport('text')
    const text = report(results[name]!, { color: false, width, root: '/repo' })
    expectGolden(`text/${name}-${width ?? 'piped'}.txt`, text)
  })

  test('in colour is as saved', async () => {
    const report = await loadReport('text')
    expectGolden('text/everything-color.txt', report(everything, { color: true, width: 120, root: '/repo' }))
  })
})

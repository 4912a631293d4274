import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { UPSTREAM_DIFFERENCES } from '../../lib/policy/version-differences.js'
import { ROOT } from './pages.js'

const page = readFileSync(`${ROOT}/docs/evaluator.md`, 'utf8')

test.each(UPSTREAM_DIFFERENCES.map((one) => [one.since, one] as const))(
  'docs/evaluator.md tells what changed in Kubernetes %s, with its source',
  (_since, { since, what, source }) => {
    expect(page).toContain(`| ${since} | ${what} | [source](${source}) |`)
  },
)

test('no difference is in a cell, as docs/evaluator.md says', () => {
  expect(UPSTREAM_DIFFERENCES.filter(({ cells }) => cells)).toEqual([])
})

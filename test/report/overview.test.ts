import { describe, expect, test } from '@jest/globals'
import { text } from '../../lib/report/text.js'
import type { RunResult } from '../../lib/run/result.js'
import { displayWidth } from '../../lib/util/width.js'
import { wide } from './fixtures/wide.js'

const [first] = wide.policies
const shown = new Set(wide.policies.map(({ name }) => name))

/** The wide run under this many policies, the further ones like its first. */
function under(count: number): RunResult {
  const more = Array.from({ length: count - wide.policies.length }, (_, index) => `more-${index}`)
  return {
    ...wide,
    policies: [...wide.policies, ...more.map((name) => ({ ...first!, name, path: `/repo/policies/${name}.yaml` }))],
    scenarios: wide.scenarios.map((scenario) => ({
      ...scenario,
      results: scenario.results.flatMap((result) =>
        result.policy === first!.name ? [result, ...more.map((policy) => ({ ...result, policy }))] : [result],
      ),
    })),
  }
}

const head = (run: RunResult, width: number | null): string[] => {
  const report = text(run, { color: false, width, root: '/repo' })
  return (report.split('\n\nFailures\n')[0] ?? '').split('\n')
}

describe('more policies than anybody reads a matrix of', () => {
  const results = under(13).scenarios.flatMap((scenario) => scenario.results)
  const count = (policy: string, status: string): number =>
    results.filter((result) => result.policy === policy && result.status === status).length

  test.each([null, 80, 200])('get a line each at %s columns, with the number of cells by verdict', (width) => {
    const lines = head(under(13), width)
    expect(lines[2]).toMatch(/^ +passed( +failed ✗)?( +weak ~)?/)
    for (const name of [...shown, 'more-0', 'more-1']) {
      const [line = ''] = lines.filter((candidate) => candidate.startsWith(`${name} `))
      expect(line.trim().split(/ {2,}/).slice(0, 3)).toEqual([
        name,
        String(count(name, 'passed')),
        String(count(name, 'failed')),
      ])
    }
    expect(lines.join(' ')).toContain('13 policies are too many for a matrix here: name some with -p')
  })

  test('are no wider than the terminal, and leave the levels out first', () => {
    const lines = head(under(13), 72)
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(72)
    expect(lines.join('\n')).not.toContain('RequestResponse')
    expect(head(under(13), 120).join('\n')).toContain('RequestResponse')
  })

  test('still have their failures told in full', () => {
    expect(text(under(13), { color: false, width: 80, root: null })).toContain('\nFailures\n')
  })
})

test('twelve policies get their matrix, where it fits', () => {
  expect(head(under(12), 80).join('\n')).not.toContain('too many for a matrix')
  expect(head(under(12), 40).join(' ')).toContain('12 policies are too many for a matrix here')
})

import { describe, expect, test } from '@jest/globals'
import { text } from '../../lib/report/text.js'
import type { Result, RunResult } from '../../lib/run/result.js'
import { displayWidth } from '../../lib/util/width.js'
import { clean } from './fixtures/clean.js'
import { everything } from './fixtures/everything.js'
import { cell } from './fixtures/parts.js'
import { wide } from './fixtures/wide.js'

function matrixOf(run: RunResult, width: number | null): string[] {
  const report = text(run, { color: false, width, root: '/repo' })
  return (report.split('\n\nFailures\n')[0] ?? '').split('\n')
}

/** The clean run with other cells in it. */
function withCells(...results: Result[]): RunResult {
  return { ...clean, scenarios: [{ ...clean.scenarios[0]!, results }] }
}

const id = { scenario: 'watches', step: 'watch', request: 'watch configmaps', policy: 'gke', line: 9 }

describe('the matrix', () => {
  test.each([60, 80, 120, 200])('is never wider than a terminal of %d columns', (width) => {
    for (const line of matrixOf(wide, width)) expect(displayWidth(line)).toBeLessThanOrEqual(width)
  })

  test('cuts no request in a pipe, however many policies there are', () => {
    const request = `get /${'long/'.repeat(30)}`
    const results = wide.scenarios[0]!.results.map((result) => ({ ...result, request }))
    const lines = matrixOf({ ...wide, scenarios: [{ ...wide.scenarios[0]!, results }] }, null)
    expect(lines.filter((line) => line.includes(request))).not.toHaveLength(0)
  })

  test.each([
    [80, '  1  catch-all', ' RR✗ M '],
    [200, '  1  catch-all', '  RequestResponse ✗  Metadata  '],
  ])('of eleven policies at %d columns has a key and cells that fit', (width, key, cells) => {
    const matrix = matrixOf(wide, width).join('\n')
    expect(matrix).toContain(key)
    expect(matrix).toContain(cells)
  })

  test.each([
    ['the usual ones', ['RequestReceived', 'ResponseComplete'], 'Metadata'],
    ['a stage more', ['RequestReceived', 'ResponseStarted', 'ResponseComplete'], 'Metadata (+ResponseStarted)'],
    ['no outcome', ['RequestReceived'], 'Metadata (RequestReceived only)'],
    ['a panic', ['RequestReceived', 'Panic'], 'Metadata (RequestReceived, Panic only)'],
  ] as const)('of one policy with stages that are %s', (_, stages, expected) => {
    const lines = matrixOf(withCells(cell(id, { stages })), 120)
    expect(lines.some((line) => line.endsWith(`watch configmaps  ${expected}`))).toBe(true)
  })

  test('numbers the cells of one claim', () => {
    const matrix = matrixOf(withCells(cell(id), cell(id, { actual: 'Request' })), 80).join('\n')
    expect(matrix).toMatch(/watch configmaps #1 +Metadata\n.*watch configmaps #2 +Request/)
  })

  test('has its rows in the order of the file, what is pinned in vain last', () => {
    const later = cell({ ...id, step: 'later', line: 12 })
    const stale = cell({ ...id, step: 'stale', line: 1 }, { file: '/repo/policies/gke.cells.yaml' })
    const steps = matrixOf(withCells(stale, later, cell(id)), 80).map((line) => line.trim().split(' ')[0])
    expect(steps.filter((step) => ['watch', 'later', 'stale'].includes(step ?? ''))).toEqual([
      'watch',
      'later',
      'stale',
    ])
  })

  test('names a scenario that has one result as a whole', () => {
    const skipped = cell({ ...id, step: '', request: '' }, { status: 'skipped', actual: null, why: 'needs pods' })
    const report = text(withCells(skipped), { color: false, width: 80, root: null })
    expect(report).toMatch(/\(as a whole\) +skipped/)
    expect(report).toContain('  watches under gke: needs pods')
  })
})

describe('failures', () => {
  test('of one claim in one way are one, with every policy that has it', () => {
    const report = text(everything, { color: false, width: 120, root: '/repo' })
    expect(report.split('✗ secret-bodies › create › create secrets\n')).toHaveLength(2)
    expect(report).toContain('gke  rule 1, policies/gke.yaml:7')
    expect(report).toContain('cis  rule 3, policies/cis.yaml:21')
  })

  test.each([
    ['no rule matches', { rule: null, decided: 'None' } as const, 'gke  no rule matches, policies/gke.yaml:7'],
    ['it cannot be told', { rule: null, decided: null } as const, 'gke  policies/gke.yaml:7\n'],
  ])('say which rule decided, also when %s', (_, changes, expected) => {
    const failed = cell(id, { ...changes, status: 'failed', actual: 'None', why: 'At least Metadata.' })
    expect(text(withCells(failed), { color: false, width: 120, root: '/repo' })).toContain(expected)
  })

  test('say nothing of levels when there was no request', () => {
    const failed = cell(id, { status: 'failed', actual: null, count: 0, why: 'jane made no request.' })
    const report = text(withCells(failed), { color: false, width: 120, root: '/repo' })
    expect(report).toContain('reasons    jane made no request.')
    expect(report).not.toContain('actual')
  })
})

describe('colour', () => {
  test('changes no text', () => {
    const options = { width: 120, root: '/repo' }
    const colored = text(everything, { ...options, color: true })
    // eslint-disable-next-line no-control-regex -- colours are control characters
    const stripped = colored.replace(/\u001b\[\d+m/g, '')
    const trimmed = (report: string): string => report.replace(/ +$/gm, '')
    expect(trimmed(stripped)).toBe(trimmed(text(everything, { ...options, color: false })))
    expect(colored).not.toBe(stripped)
  })
})

describe('the last line', () => {
  test.each([
    ['names the exit status when it is not 0', everything, /^9 passed, 5 failed, .*; exit status 3\n$/],
    ['says no more than the verdicts when all held', clean, /^1 passed, 0 failed, .* 0 unknown\n$/],
  ])('%s', (_, run, expected) => {
    const lines = text(run, { color: false, width: null, root: null }).split('\n')
    expect(`${lines.at(-2) ?? ''}\n`).toMatch(expected)
  })
})

describe('what cells files admit', () => {
  const admitted = everything.leaks.find(({ why }) => why !== null)!

  test('is a heading for each policy and reason, and a line for each request', () => {
    const leaks = [
      admitted,
      { ...admitted, place: 'requestObject', encoding: 'raw' } as const,
      { ...admitted, step: 'patch' },
    ]
    const report = text({ ...everything, leaks }, { color: false, width: null, root: '/repo' })
    expect(report).toContain(`Leaks

~ cis, admitted: The token lives for a minute.
  secret-bodies › create › create secrets: responseObject.status.token in responseObject (base64url), requestObject (raw)
  secret-bodies › patch › create secrets: responseObject.status.token in responseObject (base64url)

Policies in error`)
  })

  test('names a few scenarios, and counts many', () => {
    const scenarios = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
      ...clean.scenarios[0]!,
      name,
      results: [cell({ ...id, scenario: name }, { status: 'weakness', why: 'by design' })],
    }))
    const weaknesses = (count: number): string =>
      text({ ...clean, scenarios: scenarios.slice(0, count) }, { color: false, width: null, root: null })
    expect(weaknesses(4)).toContain('  4 cells of a, b, c, d: by design')
    expect(weaknesses(5)).toContain('  5 cells of 5 scenarios: by design')
  })
})

import { describe, expect, test } from '@jest/globals'
import { lint } from '../../lib/lint/lint.js'
import { lintGithub } from '../../lib/report/lint/github.js'
import { lintJson } from '../../lib/report/lint/json.js'
import { lintSarif } from '../../lib/report/lint/sarif.js'
import { lintText } from '../../lib/report/lint/text.js'
import { KUBERNETES } from '../../lib/resources/resources.js'

const TEXT =
  "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules:\n  - level: None\n    verbs: ['*', use]\n  - level: Metadata\n"
const RESULTS = [lint(TEXT, 'policies/100%,a.yaml', KUBERNETES)]

test('JSON is a list with the fields that the command line promises', () => {
  const [first] = JSON.parse(lintJson(RESULTS)) as Record<string, unknown>[]
  expect(first).toMatchObject({
    ...{ file: 'policies/100%,a.yaml', line: 6, column: 13, endLine: 6, endColumn: 16 },
    ...{ rule: 'unknown-verb', severity: 'error', fix: null },
  })
})

test('text tells the reason of a rule once', () => {
  const text = lintText(RESULTS, { color: false })
  expect(text.match(/Verbs are compared literally/g)).toHaveLength(1)
  expect(text).toContain(
    'policies/100%,a.yaml:6:18: error: `use` is a verb of RBAC rules; no request has it [unknown-verb]',
  )
  expect(text.trimEnd().split('\n').at(-1)).toBe('2 errors, 1 info in 1 file')
})

test('GitHub gets one command for each finding, escaped, errors first', () => {
  const lines = lintGithub(RESULTS).split('\n')
  expect(lines[0]).toMatch(
    /^::error file=policies\/100%25%2Ca\.yaml,line=6,col=13,endLine=6,endColumn=16,title=unknown-verb::`\*` is no wildcard/,
  )
  expect(lines.slice(0, 3).map((line) => line.split(' ')[0])).toEqual(['::error', '::error', '::notice'])
})

describe('SARIF', () => {
  const log = JSON.parse(lintSarif(RESULTS, '1.2.3')) as {
    version: string
    $schema: string
    runs: {
      tool: { driver: { name: string; version: string; rules: { id: string }[] } }
      results: {
        ruleId: string
        level: string
        locations: { physicalLocation: { region: object; artifactLocation: { uri: string } } }[]
      }[]
    }[]
  }
  test('is version 2.1.0 and names the tool', () => {
    expect(log.version).toBe('2.1.0')
    expect(log.$schema).toContain('sarif-2.1.0')
    expect(log.runs[0]?.tool.driver).toMatchObject({ name: 'audit-lab', version: '1.2.3' })
  })
  test('describes each rule once, and places each finding', () => {
    expect(log.runs[0]?.tool.driver.rules.map(({ id }) => id).sort()).toEqual(['component-noise', 'unknown-verb'])
    expect(log.runs[0]?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['unknown-verb', 'error'],
      ['unknown-verb', 'error'],
      ['component-noise', 'note'],
    ])
    expect(log.runs[0]?.results[0]?.locations[0]?.physicalLocation.region).toEqual({
      ...{ startLine: 6, startColumn: 13, endLine: 6, endColumn: 16 },
    })
  })
})

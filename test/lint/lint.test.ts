import { describe, expect, test } from '@jest/globals'
import { fixed } from '../../lib/lint/fix.js'
import { lint } from '../../lib/lint/lint.js'
import { loadPolicy } from '../../lib/policy/load.js'
import { KUBERNETES } from '../../lib/resources/resources.js'

const HEAD = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\n'
const findingsOf = (text: string, resources = KUBERNETES) =>
  lint(text, 'policy.yaml', resources).findings.filter(({ severity }) => severity !== 'info')
const shown = (text: string): string[] => findingsOf(text).map(({ line, column, rule }) => `${line}:${column} ${rule}`)

describe('places', () => {
  test('are those of the value, also in flow style and between quotes', () => {
    const text = `${HEAD}rules: [{level: None, verbs: [get, "watsh"]}, {level: Metadata}]\n`
    expect(findingsOf(text)).toMatchObject([{ line: 4, column: 36, endLine: 4, endColumn: 43, rule: 'unknown-verb' }])
  })
  test('are those of JSON', () => {
    const text =
      '{"apiVersion": "audit.k8s.io/v1", "kind": "Policy", "omitStages": ["RequestReceived"],\n "rules": [{"level": "None", "verbs": ["*"]},\n {"level": "Metadata"}]}'
    expect(shown(text)).toEqual(['2:40 unknown-verb'])
  })
  test('are those of the file around a wrapped policy', () => {
    const inner = `${HEAD}rules:\n  - level: None\n    verbs: ['*']\n  - level: Metadata\n`.replace(
      /^(?=.)/gm,
      '      ',
    )
    const text = `kind: ConfigMap\ndata:\n    policy: |\n${inner}`
    expect(shown(text)).toEqual(['4:7 wrapped-policy', '9:19 unknown-verb'])
  })
  test('are those of the file where the server takes less indentation than others', () => {
    const text = `${HEAD}rules:\n  - level: None\n    verbs: [get,\n 'watsh']\n  - level: Metadata\n`
    expect(shown(text)).toEqual(['7:2 unknown-verb'])
  })
  test('of an alias is where it is used, and what it repeats is told once', () => {
    const text = `${HEAD}rules:\n  - level: None\n    verbs: &v ['*']\n  - level: Request\n    verbs: *v\n  - level: Metadata\n`
    expect(shown(text)).toEqual(['6:16 unknown-verb'])
  })
})

describe('shadows', () => {
  const rule = (level: string, verbs: string): string => `  - level: ${level}\n    verbs: [${verbs}]\n`
  test('name several rules that leave nothing only together', () => {
    const text = `${HEAD}rules:\n${rule('None', 'get')}${rule('Request', 'list')}${rule('None', 'watch')}${rule('Metadata', 'get, list')}  - level: Metadata\n`
    const [finding] = findingsOf(text).filter(({ rule: id }) => id === 'shadowed-rule')
    expect(finding?.message).toContain('rule 1 (None, line 5) and rule 2 (Request, line 7) together take')
  })
  test('are none where one request is left', () => {
    const text = `${HEAD}rules:\n${rule('None', 'get')}${rule('Metadata', 'get, list')}  - level: Metadata\n`
    expect(shown(text)).toEqual(['8:13 shadowed-entry'])
  })
})

describe('comments', () => {
  const rules = `rules:\n  # audit-lab-disable-next-line no-catch-all, subresource-not-covered\n  - level: Metadata\n    resources: [{group: '', resources: [secrets]}]\n`
  test('silence what they name, and are told of where they silence nothing', () => {
    expect(findingsOf(HEAD + rules)).toMatchObject([{ line: 5, rule: 'unused-disable' }])
  })
  test('that name no rule are told of', () => {
    const [finding] = findingsOf(`${HEAD}# audit-lab-disable-next-line no-catch\nrules: [{level: Metadata}]\n`)
    expect(finding?.message).toBe('there is no lint rule no-catch')
  })
})

describe('fixes', () => {
  test.each([
    [
      'a removed version',
      `apiVersion: "audit.k8s.io/v1beta1"\nrules: [{level: Metadata}]\n`,
      `apiVersion: "audit.k8s.io/v1"\nrules: [{level: Metadata}]\n`,
    ],
    [
      'a boolean',
      `${HEAD}rules: [{level: Metadata, users: [yes, 12]}]\n`,
      `${HEAD}rules: [{level: Metadata, users: ['yes', '12']}]\n`,
    ],
    [
      'one value',
      `${HEAD}rules: [{level: Metadata, users: jane}]\n`,
      `${HEAD}rules: [{level: Metadata, users: [jane]}]\n`,
    ],
    ['the case of a level', `${HEAD}rules: [{level: metadata}]\n`, `${HEAD}rules: [{level: Metadata}]\n`],
    [
      'a rule that is not needed',
      `${HEAD}rules:\n- level: Metadata # all\n- level: Metadata\n  verbs: [get]\n`,
      `${HEAD}rules:\n- level: Metadata # all\n`,
    ],
  ])('mend %s', (_what, text, expected) => {
    const mended = fixed(text, lint(text, 'policy.yaml', KUBERNETES).findings)
    expect(mended).toBe(expected)
    expect(loadPolicy(mended, 'policy.yaml').loaded).toBe('strict')
  })
  test('leave a rule that an alias may mean', () => {
    const text = `${HEAD}rules:\n- level: Metadata\n- level: Metadata\n  verbs: &v [get]\n`
    expect(fixed(text, lint(text, 'policy.yaml', KUBERNETES).findings)).toBe(text)
  })
})

test('a policy of 500 rules is linted in seconds', () => {
  const rules = Array.from(
    { length: 500 },
    (_, n) =>
      `  - level: ${['None', 'Metadata', 'Request'][n % 3] ?? ''}\n    users: [user-${n % 97}, user-${n % 89}]\n    verbs: [${['get', 'list', 'create', 'patch'][n % 4] ?? ''}]\n    resources: [{group: apps, resources: [deployments, daemonsets]}]\n`,
  )
  const started = performance.now()
  expect(findingsOf(`${HEAD}rules:\n${rules.join('')}  - level: Metadata\n`).length).toBeGreaterThan(100)
  expect(performance.now() - started).toBeLessThan(30_000)
})

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { linesOf } from '../run/fixtures.js'

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'explain-'))
  const header = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n'
  const rules = `rules:
  - {level: None, verbs: [create], resources: [{resources: [secrets], resourceNames: [data]}]}
  - {level: Metadata, users: [jane], resources: [{resources: [secrets]}], omitStages: [RequestReceived]}
  - {level: Request, omitManagedFields: true, resources: [{resources: [secrets, pods]}]}
  - {level: None, nonResourceURLs: [/healthz]}
`
  writeFileSync(join(directory, 'policy.yaml'), header + rules)
  writeFileSync(join(directory, 'lenient.yaml'), `${header}rules: [{level: Metadata, verb: [get]}]\n`)
  writeFileSync(join(directory, 'refused.yaml'), `${header}rules: [{level: All}]\n`)
})
afterAll(() => rmSync(directory, { recursive: true }))

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function explain(args: readonly string[], input = '', policy = 'policy.yaml'): Ended {
  const program = resolve('bin/audit-lab.js')
  return spawnSync(process.execPath, [program, 'explain', '-p', policy, ...args], {
    cwd: directory,
    encoding: 'utf8',
    input,
  })
}

const answers = ({ stdout }: Ended): unknown[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

const JANE = '{"user":"jane","verb":"get","resource":"secrets"}'
const NONE = { level: 'None', rule: null, omitStages: [], omitManagedFields: false }
const METADATA = { level: 'Metadata', rule: 2, omitStages: ['RequestReceived'], omitManagedFields: false }
const REQUEST = { level: 'Request', rule: 3, omitStages: [], omitManagedFields: true }

describe('explain -o json', () => {
  test('answers each line of standard input with one of its own', () => {
    const ended = explain(
      ['-o', 'json'],
      `${JANE}\n{"verb":"list","resource":"nodes"}\n{"verb":"get","path":"/healthz"}`,
    )
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    expect(answers(ended)).toEqual([METADATA, NONE, { ...NONE, rule: 4 }])
    expect(ended.stdout.split('\n')[0]).toBe(
      '{"level":"Metadata","rule":2,"omitStages":["RequestReceived"],"omitManagedFields":false}',
    )
  })

  test('stays in line where a request is none, and exits 2', () => {
    const ended = explain(['-o', 'json'], `nonsense\n${JANE}\r\n\n{"verb":"get"}\n[]\n${JANE}\n`)
    expect(ended.status).toBe(2)
    expect(answers(ended)).toEqual([
      { error: expect.stringMatching(/^not JSON: /) },
      METADATA,
      { error: 'an empty line' },
      { error: 'not a request: `resource` or `path` is needed' },
      { error: expect.stringMatching(/^neither an Event nor a request/) },
      METADATA,
    ])
  })

  test('takes a line for a line even where a string holds a line separator of Unicode', () => {
    const ended = explain(['-o', 'json'], `{"verb":"get","resource":"pods","name":"\u2028\u2029\u0085"}\n${JANE}\n`)
    expect(answers(ended)).toEqual([REQUEST, METADATA])
  })

  test('takes the name of a created object from its URL, where a lone completed Event has that of the body', () => {
    const lone = linesOf('secret-data').at(-1) ?? ''
    expect(lone).toContain('"stage":"ResponseComplete"')
    const named = lone.replace(/("objectRef":\{[^}]*"name":)"[^"]*"/, '$1"data"')
    expect(answers(explain(['-o', 'json'], `${named}\n`))).toEqual([REQUEST])
  })

  test('reads a file, or standard input for -', () => {
    writeFileSync(join(directory, 'requests.jsonl'), `${JANE}\n`)
    expect(answers(explain(['-o', 'json', '--requests', 'requests.jsonl']))).toEqual([METADATA])
    expect(answers(explain(['-o', 'json', '--requests', '-'], JANE))).toEqual([METADATA])
  })

  test('answers a line of megabytes', () => {
    const large = JSON.stringify({ requestURI: '/api/v1/pods', verb: 'list', responseObject: 'ä'.repeat(2_000_000) })
    expect(answers(explain(['-o', 'json'], `${large}\n${JANE}\n`))).toEqual([REQUEST, METADATA])
  })

  test('writes nothing for no requests', () => {
    expect(explain(['-o', 'json'])).toMatchObject({ status: 0, stdout: '', stderr: '' })
  })
})

describe('a request by flags', () => {
  test.each<[string, string[], unknown]>([
    ['of a resource', ['--user', 'jane', '--verb', 'get', '--resource', 'secrets'], METADATA],
    ['of nobody', ['--verb', 'get', '--resource', 'secrets', '--namespace', 'a', '--name', 'b'], REQUEST],
    ['of another API group', ['--verb', 'get', '--resource', 'secrets', '--api-group', 'example.com'], NONE],
    ['of a subresource', ['--verb', 'get', '--resource', 'pods', '--subresource', 'log'], NONE],
    ['of a path', ['--verb', 'get', '--path', '/healthz'], { ...NONE, rule: 4 }],
  ])('%s', (_, args, expected) => {
    const ended = explain([...args, '-o', 'json'])
    expect(ended.status).toBe(0)
    expect(answers(ended)).toEqual([expected])
  })

  test('as text', () => {
    expect(explain(['--user', 'jane', '--group', 'dev', '--verb', 'get', '--resource', 'secrets'])).toMatchObject({
      status: 0,
      stderr: '',
      stdout: `get secrets, by jane, group dev
  Metadata, without RequestReceived: rule 2, policy.yaml:5
    rule 1, policy.yaml:4: verbs did not match: wants create; the request has get
    rule 2, policy.yaml:5: matched

`,
    })
  })

  test('that is none is told, with exit status 2', () => {
    expect(explain(['--group', 'dev'])).toMatchObject({
      status: 2,
      stdout: expect.stringMatching(/^request 1: not a request: verb: .*\n\n$/),
    })
  })
})

describe('exit status 2, with nothing on standard output', () => {
  test.each<[string, string[], string, RegExp]>([
    [
      'a policy that kube-apiserver refuses',
      [],
      'refused.yaml',
      /^audit-lab: refused\.yaml: .*Unsupported value: "All"/,
    ],
    ['a policy that is not there', [], 'none.yaml', /^audit-lab: none\.yaml: there is no such file/],
    ['requests that are not there', ['--requests', 'none'], 'policy.yaml', /^audit-lab: none: cannot be read: ENOENT/],
    ['a folder of requests', ['--requests', '.'], 'policy.yaml', /^audit-lab: \.: cannot be read: EISDIR/],
    ['an unknown format', ['-o', 'yaml'], 'policy.yaml', /--output yaml: text or json is expected/],
    ['a file and flags', ['--requests', 'x', '--verb', 'get'], 'policy.yaml', /exclude each other/],
    ['a file and a group', ['--requests', 'x', '--group', 'dev'], 'policy.yaml', /exclude each other/],
  ])('%s', (_, args, policy, message) => {
    const ended = explain(args, JANE, policy)
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toMatch(message)
  })
})

test("a policy that is loaded leniently answers, with the server's warning on standard error", () => {
  const ended = explain(['-o', 'json'], JANE, 'lenient.yaml')
  expect(answers(ended)).toEqual([{ ...METADATA, rule: 1, omitStages: [] }])
  expect(ended).toMatchObject({ status: 0, stderr: expect.stringContaining('unknown field "rules[0].verb"') })
})

test('text answers go on after a line that is no request', () => {
  const ended = explain([], `\u001b[2J\n${JANE}\n`)
  expect(ended.status).toBe(2)
  expect(ended.stdout).toMatch(/^request 1: not JSON: .*\n\nget secrets, by jane\n/)
  expect(ended.stdout).not.toContain('\u001b')
})

import { describe, expect, test } from '@jest/globals'
import { projectLine } from '../../lib/audit/project.js'
import { runResult } from '../../lib/run/run-result.js'
import type { Result, RunResult } from '../../lib/run/result.js'
import { volumeOf } from '../../lib/volume/volume.js'
import type { Setting } from './support.js'
import { component, runOf, step, traced, under } from './support.js'

const CREATE = `steps:
  - id: create
    run: kubectl create -f secret.yaml
    expect:
      - {request: create secrets, atLeast: Metadata, atMost: Metadata}
`
/** The same under a policy with these rules, and what else differs. */
function create(rules: string, change: Partial<Setting> = {}): RunResult {
  const steps: Setting['steps'] = (policy) => [step('create', [under(policy, 'secret-data')])]
  return runResult(runOf({ scenario: CREATE, rules, steps, ...change }))
}

const METADATA = 'rules:\n  - level: Metadata'
const EVERYTHING = 'rules:\n  - {level: None, verbs: [watch]}\n  - level: RequestResponse'
const NOTHING = 'rules:\n  - level: None'

function only({ scenarios }: RunResult): Result {
  const results = scenarios.flatMap((scenario) => scenario.results)
  if (results.length !== 1 || results[0] === undefined)
    throw new Error(`${results.length} results: ${JSON.stringify(results, null, 1)}`)
  return results[0]
}

const verdict = (run: RunResult): [string, string | null, number] => {
  const { status, why } = only(run)
  return [status, why, run.summary.exitStatus]
}

describe('a claim that holds', () => {
  test('passes, with all that is known of its cell', () => {
    const run = create(METADATA)
    expect(only(run)).toEqual({
      id: 'acts/create/create secrets@prod',
      policy: 'prod',
      step: 'create',
      request: 'create secrets',
      method: 'POST',
      requestURI: '/api/v1/namespaces/shop/secrets',
      auditIDs: ['secret-data'],
      count: 1,
      expected: { atLeast: 'Metadata', atMost: 'Metadata', pinned: null },
      actual: 'Metadata',
      decided: 'Metadata',
      stages: ['RequestReceived', 'ResponseComplete'],
      rule: 1,
      ruleAt: 'prod.yaml:4',
      how: 'measured',
      status: 'passed',
      why: null,
      nearest: null,
      file: 'acts.yaml',
      line: 7,
      rerun: 'audit-lab run acts -p prod',
      requirement: null,
    })
    expect(run.summary.exitStatus).toBe(0)
    expect(run.leaks).toEqual([])
  })

  test('is a row also when it bounds nothing', () => {
    const scenario = CREATE.replace(', atLeast: Metadata, atMost: Metadata', '')
    expect(only(create(METADATA, { scenario })).status).toBe('passed')
  })
})

describe('a claim that does not hold', () => {
  test('fails for too little, naming no rule when none logs it', () => {
    const run = create(NOTHING)
    expect(verdict(run)).toEqual(['failed', 'Left no Event, expected at least Metadata.', 1])
    expect(only(run)).toMatchObject({ actual: 'None', decided: 'None', rule: 1, ruleAt: 'prod.yaml:4', nearest: null })
  })

  test('fails for too much, with the leaks and the line of the log', () => {
    const run = create(EVERYTHING)
    expect(verdict(run)).toEqual([
      'failed',
      'Logged at RequestResponse, expected at most Metadata. The canary stands in requestObject (base64). The canary stands in responseObject (base64).',
      1,
    ])
    expect(only(run).nearest).toBe(traced('secret-data').lines[1])
    expect(run.leaks.map(({ place, stage, why }) => [place, stage, why])).toEqual([
      ['requestObject', 'ResponseComplete', null],
      ['responseObject', 'ResponseComplete', null],
    ])
    expect(run.summary.leaks).toBe(2)
  })

  test('that covers no request is a mistake of the scenario, and names what was asked, the nearest first', () => {
    const run = create(METADATA, {
      scenario: CREATE.replace('create secrets', 'create configmaps'),
      steps: (policy) => [step('create', [under(policy, 'forbidden-delete'), under(policy, 'metadata-get')])],
    })
    expect(only(run)).toMatchObject({
      count: 0,
      actual: null,
      status: 'failed',
      expected: { atLeast: 'Metadata', atMost: 'Metadata', pinned: null },
    })
    expect([only(run).why, run.summary.exitStatus]).toEqual([
      'No request is `create configmaps`: the step made get configmaps, delete secrets.',
      2,
    ])
  })

  test('fails when the number of requests differs', () => {
    const run = create(METADATA, { scenario: CREATE.replace('atLeast: Metadata,', 'count: 2,') })
    expect(verdict(run)).toEqual(['failed', 'Expected 2 such requests, the step made 1.', 1])
  })

  test('fails for each distinct cell of its requests on its own', () => {
    const run = create(METADATA, {
      steps: (policy) => [
        step('create', [under(policy, 'secret-data'), under(policy, 'secret-dockerconfigjson', { lines: [] })]),
      ],
    })
    expect(
      run.scenarios.flatMap(({ results }) =>
        results.map(({ id, status, actual, count }) => [id, status, actual, count]),
      ),
    ).toEqual([
      ['acts/create/create secrets@prod#1', 'failed', 'None', 1],
      ['acts/create/create secrets@prod#2', 'passed', 'Metadata', 1],
    ])
  })

  test('fails when the Events are not what Kubernetes promises', () => {
    const run = create(METADATA, {
      steps: (policy) => {
        const request = under(policy, 'secret-data')
        return [step('create', [{ ...request, lines: request.lines.slice(1) }])]
      },
    })
    expect(verdict(run)).toEqual([
      'failed',
      'Its Events have the stages ResponseComplete, expected RequestReceived, ResponseComplete.',
      1,
    ])
  })

  test('has the variables of the run in its Event', () => {
    const scenario = CREATE.replace(
      'atLeast: Metadata,',
      'event: {objectRef: {namespace: "${namespace}", name: "${run}"}},',
    )
    expect(verdict(create(METADATA, { scenario }))).toEqual([
      'failed',
      'ResponseComplete: objectRef.name is "db", expected "r1".',
      1,
    ])
  })
})

describe('a cells file', () => {
  const cells = (cell: string): string => `acts: {create: {create secrets: ${cell}}}\n`

  test('that pins the cell passes', () => {
    const run = create(METADATA, { cells: cells('{level: Metadata}') })
    expect(verdict(run)).toEqual(['passed', null, 0])
    expect(only(run).expected.pinned).toBe('Metadata')
  })

  test.each<[string, string, string, string]>([
    [
      'that pins another level',
      METADATA,
      '{level: None}',
      'Logged at Metadata (RequestReceived, ResponseComplete), but prod.cells.yaml:1 pins None.',
    ],
    [
      'that pins other stages',
      METADATA,
      '{level: Metadata, stages: [ResponseComplete]}',
      'Logged at Metadata (RequestReceived, ResponseComplete), but prod.cells.yaml:1 pins Metadata (ResponseComplete).',
    ],
    [
      'that pins a weakness without saying why',
      NOTHING,
      '{level: None}',
      'Left no Event, expected at least Metadata. If it is known, say so with `why:` at prod.cells.yaml:1.',
    ],
    [
      'that does not admit the leak',
      EVERYTHING,
      '{level: RequestResponse, leaks: [requestObject], why: By design.}',
      'No leak in responseObject is admitted at prod.cells.yaml:1. Logged at RequestResponse, expected at most Metadata. The canary stands in requestObject (base64). The canary stands in responseObject (base64).',
    ],
    [
      'that admits a leak which is not there',
      METADATA,
      '{level: Metadata, leaks: [requestObject], why: By design.}',
      'A leak in requestObject is admitted at prod.cells.yaml:1, and there is none.',
    ],
    [
      'that pins a cell which no request has',
      METADATA,
      '[{level: Metadata}, {level: None}]',
      'No request has the cell that prod.cells.yaml:1 pins.',
    ],
  ])('%s fails', (_what, rules, cell, why) => {
    expect(verdict(create(rules, { cells: cells(cell) }))).toEqual(['failed', why, 1])
  })

  test('turns what it pins with a reason into a known weakness', () => {
    const run = create(NOTHING, { cells: cells('{level: None, why: Logs nothing.}') })
    expect(verdict(run)).toEqual(['weakness', 'Logs nothing.', 0])
  })

  test('has one reason for a whole policy', () => {
    const run = create(NOTHING, { cells: `why: Logs nothing, by design.\n${cells('{level: None}')}` })
    expect(verdict(run)).toEqual(['weakness', 'Logs nothing, by design.', 0])
  })

  test('admits leaks with a reason, and they stay in the list', () => {
    const cell = '{level: RequestResponse, leaks: [requestObject, responseObject], why: Logs all.}'
    const run = create(EVERYTHING, { cells: cells(cell) })
    expect(verdict(run)).toEqual(['weakness', 'Logs all.', 0])
    expect(run.leaks.map(({ why }) => why)).toEqual(['Logs all.', 'Logs all.'])
    expect(run.summary.leaks).toBe(0)
  })

  test('that lacks a cell fails', () => {
    const run = create(METADATA, { cells: 'other: {step: {get pods: {level: None}}}\n' })
    expect(verdict(run)).toEqual(['failed', 'Not pinned in prod.cells.yaml: run with --update to pin it.', 1])
  })

  test('that pins what the scenario does not ask fails at its own line', () => {
    const stale = `${cells('{level: Metadata}').trimEnd().slice(0, -1)}, gone: {get pods: {level: None}}}\n`
    const run = create(METADATA, { cells: stale })
    const results = run.scenarios.flatMap((scenario) => scenario.results)
    expect(results.map(({ step: id, status, file }) => [id, status, file])).toEqual([
      ['create', 'passed', 'acts.yaml'],
      ['gone', 'failed', 'prod.cells.yaml'],
    ])
  })

  test('that pins a cell which no request has tells it once, however many cells there are', () => {
    const run = create(METADATA, {
      cells: cells('[{level: Metadata}, {level: None}, {level: Request}]'),
      steps: (policy) => [
        step('create', [under(policy, 'secret-data'), under(policy, 'secret-dockerconfigjson', { lines: [] })]),
      ],
      scenario: CREATE.replace('atLeast: Metadata, ', ''),
    })
    expect(run.scenarios.flatMap(({ results }) => results.map(({ status, why }) => [status, why]))).toEqual([
      ['failed', 'No request has the cell that prod.cells.yaml:1 pins.'],
      ['passed', null],
    ])
  })

  test('says nothing of scenarios that were not selected', () => {
    const run = create(METADATA, { cells: `${cells('{level: Metadata}')}other: {step: {get pods: {level: None}}}\n` })
    expect(run.summary).toMatchObject({ passed: 1, failed: 0 })
  })
})

describe('requests that no claim covers', () => {
  const more: Setting['steps'] = (policy) => [
    step('create', [under(policy, 'secret-data'), under(policy, 'all-get'), under(policy, 'discovery')]),
  ]

  test('are listed, without discovery', () => {
    const run = create(METADATA, { steps: more })
    expect(run.unclaimed).toEqual([
      { scenario: 'acts', step: 'create', policy: 'prod', request: 'get configmaps', count: 1, actual: 'Metadata' },
    ])
    expect(run.summary).toMatchObject({ passed: 1, failed: 0, unclaimed: 1, exitStatus: 0 })
  })

  test('fail with --strict, without discovery', () => {
    const run = create(METADATA, { steps: more, input: { strict: true } })
    const failed = run.scenarios.flatMap(({ results }) => results.filter(({ status }) => status === 'failed'))
    expect(failed.map(({ request, why }) => [request, why])).toEqual([
      ['get configmaps', 'No claim covers it, and --strict asks for one.'],
    ])
    expect(run.summary.exitStatus).toBe(1)
  })

  test('need not be pinned where the cells file pins what is claimed', () => {
    const run = create(METADATA, { steps: more, cells: 'acts: {create: {create secrets: {level: Metadata}}}\n' })
    expect(run.summary).toMatchObject({ passed: 1, failed: 0, unclaimed: 1 })
  })

  const leaking: Partial<Setting> = {
    steps: (policy) => [step('create', [under(policy, 'metadata-create'), under(policy, 'query')])],
    scenario: CREATE.replace('create secrets', 'create configmaps'),
  }

  test('may hold no canary at all, not even in the requestURI', () => {
    const run = create(METADATA, leaking)
    expect(run.leaks.map(({ request, place, encoding, stage }) => [request, place, encoding, stage])).toEqual([
      ['get configmaps', 'requestURI', 'percent', 'RequestReceived'],
      ['get configmaps', 'requestURI', 'percent', 'ResponseComplete'],
    ])
    expect(run.summary).toMatchObject({ failed: 1, leaks: 2, exitStatus: 1 })
  })

  test('may leak when the cells file admits it', () => {
    const cells = `acts:\n  create:\n    create configmaps: {level: Metadata}\n    get configmaps: {level: Metadata, leaks: [requestURI], why: The name is no secret.}\n`
    const run = create(METADATA, { ...leaking, cells })
    expect(run.summary).toMatchObject({ passed: 1, weaknesses: 1, failed: 0, leaks: 0, exitStatus: 0 })
  })
})

test('what many requests share is told once', () => {
  const run = create(METADATA, {
    steps: () => [step('create', [traced('secret-data'), traced('secret-data', { auditID: 'again' })])],
  })
  expect(only(run).why).toBe(
    'Its Events carry RequestResponse, but rule 1 decides Metadata. Logged at RequestResponse, expected at most Metadata. The canary stands in requestObject (base64). The canary stands in responseObject (base64).',
  )
})

test('a leak that two claims cover is one leak', () => {
  const scenario = `${CREATE}      - {request: create secrets, atMost: Request}\n`
  const run = create(EVERYTHING, { scenario })
  expect(run.scenarios.flatMap(({ results }) => results.map(({ id }) => id))).toEqual([
    'acts/create/create secrets@prod#1',
    'acts/create/create secrets@prod#2',
  ])
  expect(run.leaks.map(({ place, line }) => [place, line])).toEqual([
    ['requestObject', 7],
    ['responseObject', 7],
  ])
})

describe('a canary', () => {
  test('may stand in the body that the claim asks to be logged', () => {
    const scenario = CREATE.replace('atLeast: Metadata, atMost: Metadata', 'atLeast: RequestResponse')
    expect(create(EVERYTHING, { scenario }).summary).toMatchObject({ passed: 1, leaks: 0 })
  })

  test('may not stand in the body above what the claim asks', () => {
    const scenario = CREATE.replace('atLeast: Metadata, atMost: Metadata', 'atLeast: Request')
    expect(create(EVERYTHING, { scenario }).leaks.map(({ place }) => place)).toEqual(['responseObject'])
  })

  test('and what the server made in another step are both searched, without their values in the result', () => {
    const secret = { path: 'responseObject.metadata.uid', value: '5d1f0c2e-made-by-the-server' }
    const run = create(EVERYTHING, {
      ran: { variables: { namespace: 'shop', run: 'r1', canary: 'not-there' } },
      steps: (policy) => {
        const request = under(policy, 'secret-data')
        const lines = request.lines.map((line) => line.replace('"data":{', `"data":{"x":"${secret.value}",`))
        return [step('create', [{ ...request, lines }]), step('other', [], { secrets: [secret] })]
      },
    })
    expect(run.leaks[0]?.secret).toBe('responseObject.metadata.uid')
    expect(JSON.stringify({ ...run, scenarios: [] })).not.toContain(secret.value)
  })
})

describe('a request of a component', () => {
  const scenario = CREATE.replace('create secrets', 'create secrets, by: all')
  const components = [component('secret-data', 'all'), component('forbidden-delete', 'jane')]
  const steps = (): ReturnType<typeof step>[] => [step('create', [])]

  test('is projected, never measured', () => {
    const run = create(METADATA, { scenario, steps, ran: { components } })
    expect(only(run)).toMatchObject({
      request: 'create secrets by all',
      how: 'projected',
      status: 'passed',
      actual: 'Metadata',
      decided: 'Metadata',
    })
  })

  test('is found by the beginning of the user, and called by what the claim says', () => {
    const run = create(METADATA, { scenario: scenario.replace('by: all', 'by: al*'), steps, ran: { components } })
    expect(only(run)).toMatchObject({ request: 'create secrets by al*', count: 1, status: 'passed' })
  })

  test('leaks like any other', () => {
    const run = create(EVERYTHING, { scenario, steps, ran: { components } })
    expect(only(run).status).toBe('failed')
    expect(run.leaks).toHaveLength(2)
  })

  test('that no claim covers leaks too, and counts as claimed', () => {
    const run = create(EVERYTHING, {
      scenario: scenario
        .replace('create secrets, by: all', 'delete secrets, by: jane')
        .replace('atMost: Metadata', 'atMost: RequestResponse'),
      steps,
      ran: { components },
      input: { strict: true },
    })
    expect(run.leaks.map(({ step: id, request }) => [id, request])).toEqual([
      ['components', 'create secrets by all'],
      ['components', 'create secrets by all'],
    ])
    expect(run.unclaimed).toEqual([])
  })

  test('is unknown when the main server is not under the catch-all', () => {
    const run = create(METADATA, { scenario, steps, ran: { componentsUnknown: 'The main server runs prod.yaml.' } })
    expect(verdict(run)).toEqual(['unknown', 'The main server runs prod.yaml.', 3])
  })

  test('that was never made fails', () => {
    const run = create(METADATA, { scenario, steps, ran: { components: components.slice(1) } })
    expect(verdict(run)).toEqual(['failed', 'No request is `create secrets by all`: all made no request.', 2])
  })
})

describe('a step that did not end as the scenario says', () => {
  const results = (run: RunResult): unknown[] =>
    run.scenarios.flatMap((scenario) => scenario.results.map(({ request, status, why }) => [request, status, why]))

  test('fails with the last lines of what it said', () => {
    const run = create(METADATA, {
      steps: (policy) => [
        step('create', [under(policy, 'secret-data')], { exitCode: 1, stderr: 'one\ntwo\nthree\nfour\n' }),
      ],
    })
    expect(results(run)).toEqual([
      ['exit', 'failed', 'Exit status 1, expected 0. two\nthree\nfour'],
      ['create secrets', 'passed', null],
    ])
    expect(run.summary.exitStatus).toBe(1)
  })

  test('fails when it had to be ended', () => {
    const run = create(METADATA, {
      steps: (policy) => [step('create', [under(policy, 'secret-data')], { exitCode: null, timedOut: true })],
    })
    expect(results(run)).toContainEqual(['exit', 'failed', 'No end within 60s.'])
  })

  test('fails when a raw request was answered otherwise', () => {
    const scenario = CREATE.replace(
      'run: kubectl create -f secret.yaml',
      'request: {method: POST, path: /x}\n    status: 403',
    )
    expect(results(create(METADATA, { scenario }))).toContainEqual(['status', 'failed', 'Status 201, expected 403.'])
  })

  test('is nothing to tell of in the background, where the lab ends it', () => {
    const scenario = CREATE.replace('    run:', '    background: true\n    until: create\n    run:')
    const ended = create(METADATA, {
      scenario: `${scenario.replace('until: create', 'until: last')}  - {id: last, run: 'true'}\n`,
      steps: (policy) => [step('create', [under(policy, 'secret-data')], { exitCode: null }), step('last', [])],
    })
    expect(results(ended)).toEqual([['create secrets', 'passed', null]])
  })

  test('is unknown when the engine did not get to it', () => {
    expect(verdict(create(METADATA, { steps: () => [] }))).toEqual([
      'unknown',
      'The engine did not carry out the step.',
      3,
    ])
  })
})

describe('what cannot be told is never a pass', () => {
  test('a request whose Events the server lost is unknown', () => {
    const run = create(METADATA, {
      steps: (policy) => [step('create', [under(policy, 'secret-data', { unknown: 'lost by the server' })])],
    })
    expect(verdict(run)).toEqual(['unknown', 'lost by the server', 3])
    expect(only(run).actual).toBeNull()
  })

  test('a request that was not audited is unknown', () => {
    const run = create(METADATA, {
      steps: (policy) => [step('create', [under(policy, 'secret-data', { lines: [], echoed: false })])],
    })
    expect(verdict(run)).toEqual(['unknown', 'not audited: it left no Event, and the server sent no Audit-Id back', 3])
  })

  test('so is one that no claim covers', () => {
    const run = create(METADATA, {
      steps: (policy) => [
        step('create', [under(policy, 'secret-data'), under(policy, 'all-get', { unknown: 'lost by the server' })]),
      ],
    })
    expect(run.summary).toMatchObject({ passed: 1, unknown: 1, exitStatus: 3 })
  })

  test('a scenario in which the engine failed is unknown', () => {
    const run = create(METADATA, { instead: { scenario: 'acts', status: 'unknown', reason: 'The lane died.' } })
    expect(verdict(run)).toEqual(['unknown', 'The lane died.', 3])
  })

  test('a scenario that the engine says nothing of is unknown', () => {
    const run = create(METADATA, { instead: { scenario: 'other', status: 'skipped', reason: 'x' } })
    expect(verdict(run)).toEqual(['unknown', 'The engine did not carry out the scenario.', 3])
  })

  test('a skipped scenario is skipped, and nothing but skips is no success', () => {
    const run = create(METADATA, { instead: { scenario: 'acts', status: 'skipped', reason: 'It needs pods.' } })
    expect(verdict(run)).toEqual(['skipped', 'It needs pods.', 3])
    expect(only(run).id).toBe('acts@prod')
  })
})

describe('a policy', () => {
  test('that the server refuses has its message and no cells', () => {
    const run = create(METADATA, { execution: { loaded: 'refused', message: 'no kind "Policy"', scenarios: [] } })
    expect(run.policies[0]).toMatchObject({
      loaded: 'refused',
      message: 'no kind "Policy"',
      events: 0,
      bytes: 0,
      gzipped: 0,
    })
    expect(run.scenarios[0]?.results).toEqual([])
    expect(run.summary).toMatchObject({ refused: 1, exitStatus: 2 })
  })

  test('that the server loads leniently is measured, and is an error', () => {
    const run = create(METADATA, { execution: { loaded: 'lenient', message: 'unknown field "verb"' } })
    expect(only(run).status).toBe('passed')
    expect(run.summary).toMatchObject({ lenient: 1, exitStatus: 1 })
  })

  test('costs what its lines take, discovery apart', () => {
    const run = create(EVERYTHING, {
      scenario: CREATE.replace('atLeast: Metadata, atMost: Metadata', 'atLeast: RequestResponse'),
      steps: (policy) => [step('create', [under(policy, 'secret-data'), under(policy, 'discovery')])],
    })
    const bytes = (auditID: string): number => Buffer.byteLength(`${traced(auditID).lines.join('\n')}\n`)
    expect(run.policies[0]).toMatchObject({
      events: 4,
      bytes: bytes('secret-data') + bytes('discovery'),
      scenarios: { events: 2, bytes: bytes('secret-data') },
      discovery: { events: 2, bytes: bytes('discovery') },
      byLevel: { RequestResponse: { events: 4 } },
      byRule: [{ rule: 2, line: 5, events: 4 }],
      background: null,
    })
    expect(run.policies[0]?.gzipped).toBeLessThan(run.policies[0]?.bytes ?? 0)
  })

  test("costs for the background what it would have written of the catch-all's lines", () => {
    const lines = [...traced('all-get').lines, ...traced('all-watch').lines]
    const run = create('rules:\n  - {level: None, verbs: [watch]}\n  - level: Metadata', {
      execution: { background: { seconds: 60, lines } },
    })
    const shape = { level: 'Metadata', omitStages: [], omitManagedFields: false } as const
    const bytes = volumeOf(traced('all-get').lines.map((line) => projectLine(line, shape) ?? '')).bytes
    expect(run.policies[0]?.background).toMatchObject({
      bytes,
      seconds: 60,
      events: 2,
      byLevel: { Metadata: { events: 2 } },
    })
  })
})

describe('the rule that drops a request', () => {
  test('is told by whom the Events of another policy name, where the command brought its own credentials', () => {
    const scenario = CREATE.replace('atLeast: Metadata, atMost: Metadata', 'atMost: RequestResponse')
    const input = runOf({
      scenario,
      rules: METADATA,
      steps: (policy) => [step('create', [under(policy, 'secret-data')])],
    })
    const quiet = runOf({
      scenario,
      rules: 'rules:\n  - {level: None, users: [kubernetes-admin]}\n  - {level: None, users: [all]}',
      steps: (policy) => [step('create', [under(policy, 'secret-data')])],
    })
    const run = runResult({
      ...input,
      policies: [...input.policies, ...quiet.policies.map((policy) => ({ ...policy, name: 'quiet' }))],
      execution: {
        ...input.execution,
        policies: [
          ...input.execution.policies,
          ...quiet.execution.policies.map((policy) => ({ ...policy, policy: 'quiet' })),
        ],
      },
    })
    const rules = run.scenarios.flatMap(({ results }) => results.map(({ policy, rule }) => [policy, rule]))
    expect(rules).toEqual([
      ['prod', 1],
      ['quiet', 2],
    ])
    // Alone, there is only the persona to go by.
    expect(only(runResult(quiet)).rule).toBe(1)
  })
})

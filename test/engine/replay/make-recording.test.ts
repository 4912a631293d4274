import { describe, expect, test } from '@jest/globals'
import type { Execution, ScenarioExecution, StepExecution, TracedRequest } from '../../../lib/engine/execution.js'
import { makeRecording, RECORDING_POLICIES } from '../../../lib/engine/replay/make-recording.js'
import type { Recording } from '../../../lib/engine/replay/recording.js'
import { recordingSchema } from '../../../lib/engine/replay/recording-schema.js'
import { loadPolicy } from '../../../lib/policy/load.js'
import { loadScenario } from '../../../lib/scenario/load.js'
import { step, traced } from '../../run/support.js'

type Ran = Extract<ScenarioExecution, { status: 'ran' }>

const scenario = loadScenario(
  `name: acts
about: What is done.
steps:
  - {id: read, run: kubectl get secret db}
  - {id: refused, run: kubectl delete secret db, exit: 1}
  - {id: raw, request: {method: GET, path: /healthz}, status: 200, expect: [{request: get /healthz, atMost: Metadata}]}
`,
  'acts.yaml',
)

/** A run of the scenario: `index` 0 and 1 under the catch-all, 2 under Metadata. Each has names of its own. */
function run(index: number): Ran {
  const namespace = `shop-r${index}`
  const own = (auditID: string): TracedRequest => {
    const request = traced(auditID)
    const rename = (text: string): string => text.replaceAll('/shop/', `/${namespace}/`)
    return {
      ...request,
      auditID: `${auditID}-${index}`,
      target: rename(request.target),
      lines: request.lines.map((line) => rename(line).replaceAll(`"${auditID}"`, `"${auditID}-${index}"`)),
    }
  }
  return {
    scenario: 'acts',
    status: 'ran',
    variables: { run: `r${index}`, namespace },
    steps: [
      step('read', [own('get-secret')], { stdout: 'much' }),
      step('refused', [own('forbidden-delete')], { exitCode: 1 }),
      step('raw', [own('healthz')], { exitCode: null }),
    ],
    components: [{ auditID: 'c', user: 'system:apiserver', lines: [`{"run":"${index}"}`] }],
    componentsUnknown: null,
  }
}

function executionOf(runs: readonly ScenarioExecution[]): Execution {
  const policies = runs.map((one, index) => ({
    policy: RECORDING_POLICIES[index]?.name ?? '',
    loaded: 'strict' as const,
    message: null,
    scenarios: [one],
    background: null,
  }))
  return { engine: 'kind', kubernetes: 'v1.34.4', policies }
}

type Change = (step: StepExecution) => StepExecution

/** The three runs, with one step of one of them changed. */
function changed(index: number, id: string, change: Change): Ran[] {
  const runs = [run(0), run(1), run(2)]
  const steps = runs[index]!.steps.map((one) => (one.id === id ? change(one) : one))
  return runs.with(index, { ...runs[index]!, steps })
}

const make = (runs: readonly ScenarioExecution[]): Recording | { readonly refused: string } =>
  makeRecording(scenario, executionOf(runs), 'v1.34.0')

const request =
  (change: Partial<TracedRequest>): Change =>
  (one) => ({ ...one, requests: one.requests.map((each) => ({ ...each, ...change })) })

test('the policies of a recording are ones that kube-apiserver loads', () => {
  const levels = RECORDING_POLICIES.map(({ text, path }) => {
    const loaded = loadPolicy(text, path)
    return loaded.loaded === 'strict' ? loaded.policy.rules.map(({ level }) => level) : loaded
  })
  expect(levels).toEqual([['RequestResponse'], ['RequestResponse'], ['Metadata']])
})

test('a recording is the first run, with what it was made by', () => {
  const recording = make([run(0), run(1), run(2)])
  expect(recording).toMatchObject({
    scenario: 'acts',
    hash: scenario.requestHash,
    kubernetes: 'v1.34.4',
    kubectl: 'v1.34.0',
    engine: 'kind',
    variables: { run: 'r0', namespace: 'shop-r0' },
    components: run(0).components,
  })
  const { steps } = recordingSchema.parse(recording)
  expect(steps.map(({ id, exitCode, requests }) => [id, exitCode, requests.map(({ lines }) => lines)])).toEqual(
    run(0).steps.map(({ id, exitCode, requests }) => [id, exitCode, requests.map(({ lines }) => lines)]),
  )
  expect(steps.flatMap(({ requests }) => requests.map(({ metadata }) => metadata))).toEqual([null, null, null])
})

describe('no recording is made, and why is said,', () => {
  test.each<[string, readonly ScenarioExecution[], RegExp]>([
    [
      'of a scenario that was skipped',
      [run(0), { scenario: 'acts', status: 'skipped', reason: 'it needs pods' }, run(2)],
      /^it needs pods$/,
    ],
    ['of a scenario that the engine left out', [run(0), run(1), { ...run(2), scenario: 'else' }], /^it was not run$/],
    [
      'when a command failed',
      changed(1, 'read', (one) => ({ ...one, exitCode: 1, stderr: 'one\nError: gone\n' })),
      /^step read exited with 1, expected 0: Error: gone$/,
    ],
    [
      'when a command that must fail did not',
      changed(2, 'refused', (one) => ({ ...one, exitCode: 0 })),
      /^step refused exited with 0, expected 1/,
    ],
    [
      'when a request was not answered as expected',
      changed(0, 'raw', request({ status: 403 })),
      /^step raw was answered 403, expected 200$/,
    ],
    [
      'when a request was not answered',
      changed(0, 'raw', request({ status: null })),
      /^step raw was answered null, expected 200$/,
    ],
    [
      'when a step did not end',
      changed(0, 'read', (one) => ({ ...one, timedOut: true })),
      /^step read did not end in 60s$/,
    ],
    [
      'when a step is missing',
      [{ ...run(0), steps: run(0).steps.slice(0, 2) }, run(1), run(2)],
      /^step raw was not carried out$/,
    ],
    [
      'when the second run made other requests',
      changed(1, 'read', (one) => ({ ...one, requests: [...one.requests, ...one.requests] })),
      /^step read: 1 requests in one run, 2 in another/,
    ],
    [
      'when the run under Metadata made other requests',
      changed(2, 'read', request({ method: 'HEAD' })),
      /^step read: /,
    ],
    [
      'when nothing is known of a request under Metadata',
      changed(2, 'read', request({ unknown: 'lost by the server', lines: [] })),
      /^step read: GET \/api\/v1\/namespaces\/shop-r2\/secrets\/db: lost by the server$/,
    ],
    [
      'when the server never saw a request',
      changed(0, 'read', request({ unknown: 'not audited', lines: [] })),
      /^step read: GET .*: not audited$/,
    ],
    [
      'when a request left no Event and nobody says why',
      changed(0, 'read', request({ lines: [] })),
      /^GET .*secrets\/db left no Event under the catch-all$/,
    ],
  ])('%s', (_, runs, message) => {
    expect(make(runs)).toEqual({ refused: expect.stringMatching(message) })
  })
})

test('of a request that the catch-all lost, the lines under Metadata are kept with the names of the first run', () => {
  const lost: Change = (one) => ({
    ...one,
    // Two requests of one signature: the second is the one that was lost.
    requests: [
      one.requests[0]!,
      { ...one.requests[0]!, auditID: 'second-0', lines: [], unknown: 'lost by the server: …' },
    ],
  })
  const twice =
    (index: number): Change =>
    (one) => {
      const [first] = one.requests
      const lines = first!.lines.map((line) =>
        line.replace(first!.auditID, `second-${index}`).replace('"userAgent":"', '$&second '),
      )
      return { ...one, requests: [first!, { ...first!, auditID: `second-${index}`, lines }] }
    }
  const runs = [changed(0, 'read', lost)[0]!, changed(1, 'read', twice(1))[1]!, changed(2, 'read', twice(2))[2]!]
  const { steps } = recordingSchema.parse(make(runs))
  const [known, unknown] = steps[0]!.requests
  expect(known?.metadata).toBeNull()
  const [line] = run(0).steps[0]!.requests[0]!.lines
  expect(unknown?.metadata).toHaveLength(2)
  expect(unknown?.metadata?.[0]).toBe(line?.replace('get-secret-0', 'second-0').replace('"userAgent":"', '$&second '))
  expect(unknown?.lines).toEqual([])
})

test('no credential is left in a recording, wherever it stood', () => {
  const token = `eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0.${'c2lnbmF0dXJl'.repeat(4)}`
  const runs = changed(0, 'read', (one) => ({
    ...one,
    secrets: [{ path: 'responseObject.status.token', value: token }],
    stderr: token,
    requests: one.requests.map((each) => ({
      ...each,
      lines: each.lines.map((line) => line.replace('"db"', `"${token}"`)),
    })),
  }))
  runs[0] = { ...runs[0]!, variables: { ...runs[0]!.variables, token } }
  const text = JSON.stringify(make(runs))
  expect(text).toContain('standin')
  expect(text).not.toContain('eyJ')
})

import { describe, expect, test } from '@jest/globals'
import { projectLine } from '../../lib/audit/project.js'
import type { RecordedRequest } from '../../lib/engine/replay/recording.js'
import { replay } from '../../lib/engine/replay/replay.js'
import { loadReport } from '../../lib/report/registry.js'
import type { RunResult } from '../../lib/run/result.js'
import { runResult } from '../../lib/run/run-result.js'
import { loadScenario } from '../../lib/scenario/load.js'
import { recordedRequest, recordingOf } from '../engine/replay/support.js'
import { linesOf } from './fixtures.js'
import { component, policyOf, runOf, step, under } from './support.js'

const SCENARIO = `steps:
  - id: act
    run: kubectl patch secret db -p '{'
    expect:
      - {request: patch secrets, atLeast: Metadata}
`

/** Requests of the step `act`, replayed under a policy. */
function replayed(rules: string, ...requests: RecordedRequest[]): RunResult {
  const scenario = loadScenario(`name: acts\nabout: What is done.\n${SCENARIO}`, 'acts.yaml')
  const execution = replay(recordingOf(scenario, requests), policyOf(rules))
  return runResult(runOf({ scenario: SCENARIO, rules, instead: execution, input: { how: 'replayed' } }))
}

/** The patch of which kube-apiserver 1.34.4 lost an Event, and what it keeps of such a patch at Metadata. */
function badPatch(): RecordedRequest {
  const [received = ''] = linesOf('bad-patch')
  const complete = (linesOf('metadata-patch')[1] ?? '')
    .replaceAll('metadata-patch', 'bad-patch')
    .replaceAll('configmaps/colours', 'secrets/db')
    .replace('"username":"metadata"', '"username":"all"')
    .replace(
      '"resource":"configmaps","namespace":"shop","name":"colours"',
      '"resource":"secrets","namespace":"shop","name":"db"',
    )
    .replace('"code":200', '"code":400')
  const atMetadata = projectLine(received, { level: 'Metadata', omitStages: [], omitManagedFields: false }) ?? ''
  return recordedRequest('bad-patch', { metadata: [atMetadata, complete], status: 400 })
}

const text = async (run: RunResult): Promise<string> =>
  (await loadReport('text'))(run, { color: false, width: 100, root: null })

describe('a recording whose catch-all lost an Event', () => {
  test('leaves the cell unknown under a policy that logs the body, and says why', async () => {
    const run = replayed('rules: [{level: Request}]', badPatch())
    expect(run.limits).toEqual([
      {
        ...{ scenario: 'acts', policy: 'prod', limit: 'unencodable-body', certain: true, leaves: 'cell' },
        how: 'replayed',
        happens: expect.stringMatching(/^A patch whose body is no JSON/),
        meaning: expect.stringMatching(/^Under a policy that logs the body/),
        source: 'https://github.com/kubernetes/kubernetes/issues/110671',
        requests: [{ step: 'act', request: 'patch secrets', auditID: 'bad-patch' }],
      },
    ])
    expect(run.summary).toMatchObject({ unknown: 1, passed: 0, exitStatus: 3 })
    expect(await text(run)).toContain(`What the capture cannot tell

? unencodable-body: acts › act › patch secrets under prod
    A patch whose body is no JSON (malformed, YAML, CBOR) makes the server lose each Event that`)
    expect(await text(run)).toContain('at least: of prod there is more that the capture cannot tell')
  })

  test('leaves nothing open at Metadata, of which it holds a second capture', async () => {
    const run = replayed('rules: [{level: Metadata}]', badPatch())
    expect(run.limits).toEqual([])
    expect(run.summary).toMatchObject({ unknown: 0, passed: 1, exitStatus: 0 })
    expect(await text(run)).not.toMatch(/capture|at least:/)
  })
})

describe('limits of several requests', () => {
  const slow = (auditID: string): RecordedRequest =>
    recordedRequest(auditID, {
      lines: linesOf(auditID).map((line) =>
        line.replace(/("stage":"ResponseComplete".*"annotations":\{)/, '$1"apiserver.latency.k8s.io/total":"1.2s",'),
      ),
    })

  test('are one where they are the same, and leave the verdict alone where they leave the cell alone', async () => {
    const run = replayed('rules: [{level: Metadata}]', badPatch(), slow('all-get'), slow('all-watch'))
    expect(run.limits).toMatchObject([
      {
        limit: 'latency-annotations',
        leaves: 'bytes',
        requests: [{ request: 'get configmaps' }, { request: 'watch configmaps' }],
      },
    ])
    expect(run.summary).toMatchObject({ unknown: 0, exitStatus: 0 })
    expect(await text(run)).toContain('? latency-annotations: 2 requests of acts under prod\n')
    expect(await text(run)).not.toContain('at least: of')
  })

  test('stand beside each other where they differ', () => {
    const run = replayed(
      'rules: [{level: Request}]',
      badPatch(),
      slow('all-get'),
      recordedRequest('all-list', { lines: [] }),
    )
    expect(run.limits.map(({ limit }) => limit)).toEqual(['unencodable-body', 'latency-annotations', 'never-logged'])
  })
})

describe('requests of components, projected from the log of the main server', () => {
  const scenario = `steps:
  - id: act
    run: kubectl create -f secret.yaml
    expect:
      - {request: create secrets, by: all, atMost: Metadata}
`
  const projected = (rules: string, kept: number): RunResult => {
    const { lines, ...rest } = component('secret-data', 'all')
    return runResult(
      runOf({
        ...{ scenario, rules },
        steps: (policy) => [step('act', [under(policy, 'all-get')])],
        ran: { components: [{ ...rest, lines: lines.slice(0, kept) }] },
      }),
    )
  }

  test.each(['rules: [{level: Metadata}]', 'rules: [{level: Metadata, omitStages: [RequestReceived]}]'])(
    'are unknown while they are under way, under %s',
    (rules) => {
      const run = projected(rules, 1)
      expect(run.limits).toMatchObject([
        {
          ...{ limit: 'missing-stage', certain: false, leaves: 'cell', how: 'projected' },
          requests: [{ step: null, request: 'create secrets by all', auditID: 'secret-data' }],
        },
      ])
      expect(run.summary).toMatchObject({ unknown: 1, exitStatus: 3 })
    },
  )

  test('are None under a policy that logs none of it, under way or not', () => {
    expect(projected('rules: [{level: None}]', 1)).toMatchObject({ limits: [], summary: { unknown: 0, passed: 1 } })
  })

  test('leave nothing open when they have ended', () => {
    expect(projected('rules: [{level: Metadata}]', 2)).toMatchObject({ limits: [], summary: { unknown: 0, passed: 1 } })
  })

  test('count in no volume of the scenarios, which stays exact', async () => {
    const run = projected('rules: [{level: Metadata}]', 1)
    expect(await text(run)).toContain('? missing-stage, possibly: acts › create secrets by all under prod')
    expect(await text(run)).not.toContain('at least: of')
  })
})

test('what a lane wrote itself leaves nothing open', () => {
  const run = runResult(
    runOf({
      scenario: SCENARIO,
      rules: 'rules: [{level: Request}]',
      steps: (policy) => [step('act', [under(policy, 'all-patch')])],
    }),
  )
  expect(run.limits).toEqual([])
})

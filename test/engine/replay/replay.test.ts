import { describe, expect, test } from '@jest/globals'
import { projectLine } from '../../../lib/audit/project.js'
import type { Level } from '../../../lib/audit/level.js'
import type { TracedRequest } from '../../../lib/engine/execution.js'
import type { RecordedRequest } from '../../../lib/engine/replay/recording.js'
import { replay } from '../../../lib/engine/replay/replay.js'
import { linesOf } from '../../run/fixtures.js'
import { parse, policyOf } from '../../run/support.js'
import { recordedRequest, recordingOf, scenarioOf } from './support.js'

const scenario = scenarioOf('acts', 'acts.yaml')

/** What one recorded request leaves under a policy. */
function replayed(request: RecordedRequest, rules: string): TracedRequest {
  const execution = replay(recordingOf(scenario, [request]), policyOf(rules))
  if (execution.status !== 'ran') throw new Error('a recording can always be replayed')
  const [only] = execution.steps[0]?.requests ?? []
  if (only === undefined) throw new Error('the request is gone')
  return only
}

const seen = ({ lines }: TracedRequest): string[] =>
  lines
    .map(parse)
    .map(({ level, stage, requestObject, responseObject }) =>
      [
        level,
        stage,
        ...(requestObject === undefined ? [] : ['request']),
        ...(responseObject === undefined ? [] : ['response']),
      ].join(' '),
    )

describe('a request under a policy', () => {
  test.each<[string, string, string[]]>([
    ['leaves nothing at None', 'rules: [{level: None}]', []],
    ['leaves nothing when no rule matches', 'rules: [{level: Request, users: [bob]}]', []],
    [
      'has no bodies at Metadata',
      'rules: [{level: Metadata}]',
      ['Metadata RequestReceived', 'Metadata ResponseComplete'],
    ],
    [
      'has what was sent at Request',
      'rules: [{level: Request}]',
      ['Request RequestReceived', 'Request ResponseComplete request'],
    ],
    [
      'has both bodies at RequestResponse',
      'rules: [{level: RequestResponse}]',
      ['RequestResponse RequestReceived', 'RequestResponse ResponseComplete request response'],
    ],
    [
      'lacks the stages that the policy and the rule omit',
      'omitStages: [RequestReceived]\nrules: [{level: Metadata, omitStages: [Panic]}]',
      ['Metadata ResponseComplete'],
    ],
    [
      'is decided by the first rule that matches its user, verb and resource',
      'rules:\n  - {level: None, verbs: [get]}\n  - {level: Metadata, users: [all], verbs: [create], resources: [{resources: [secrets]}]}\n  - {level: None}',
      ['Metadata RequestReceived', 'Metadata ResponseComplete'],
    ],
    [
      'has no name yet when it creates: a rule for that name does not match',
      'rules:\n  - {level: Metadata, resources: [{resources: [secrets], resourceNames: [data]}]}\n  - {level: Request}',
      ['Request RequestReceived', 'Request ResponseComplete request'],
    ],
  ])('%s', (_, rules, expected) => {
    const request = replayed(recordedRequest('secret-data'), rules)
    expect(seen(request)).toEqual(expected)
    expect(request.unknown).toBeNull()
  })

  test('keeps the bytes of the recording at RequestResponse', () => {
    for (const auditID of ['secret-data', 'configmap-last-applied', 'all-watch', 'unauthorized', 'healthz'])
      expect(replayed(recordedRequest(auditID), 'rules: [{level: RequestResponse}]').lines).toEqual(linesOf(auditID))
  })

  test('that nobody was authenticated for matches no rule that names users', () => {
    const request = recordedRequest('unauthorized')
    expect(replayed(request, 'rules: [{level: Metadata, userGroups: ["system:unauthenticated"]}]').lines).toEqual([])
    expect(seen(replayed(request, 'rules: [{level: Metadata}]'))).toEqual(['Metadata ResponseStarted'])
  })

  test('keeps what the proxy saw of it, whatever the policy', () => {
    const { lines: _, metadata: __, ...trace } = recordedRequest('get-secret')
    expect(replayed(recordedRequest('get-secret'), 'rules: [{level: None}]')).toEqual({
      ...trace,
      lines: [],
      unknown: null,
      limits: [],
    })
  })
})

describe('a request whose body the catch-all could not write', () => {
  const [received = ''] = linesOf('bad-patch')
  // Another patch at Metadata, made one of this user and Secret.
  const complete = (linesOf('metadata-patch')[1] ?? '')
    .replaceAll('metadata-patch', 'bad-patch')
    .replaceAll('configmaps/colours', 'secrets/db')
    .replace('"username":"metadata"', '"username":"all"')
    .replace('"code":200', '"code":400')
  const atMetadata = projectLine(received, { level: 'Metadata', omitStages: [], omitManagedFields: false }) ?? ''
  const lost = recordedRequest('bad-patch', { metadata: [atMetadata, complete], status: 400 })
  const under = (level: Level, more = ''): TracedRequest => replayed(lost, `${more}rules: [{level: ${level}}]`)

  test('has all its Events at Metadata, and is known', () => {
    expect(under('Metadata')).toMatchObject({ lines: [atMetadata, complete], unknown: null, limits: [] })
  })

  test('has none at None, and is known', () => {
    expect(under('None')).toMatchObject({ lines: [], unknown: null, limits: [] })
  })

  test.each<Level>(['Request', 'RequestResponse'])('is unknown at %s, with the Event that was not lost', (level) => {
    const request = under(level)
    expect(request.unknown).toMatch(/^unencodable-body: A patch whose body is no JSON/)
    expect(request.limits).toEqual([{ limit: 'unencodable-body', certain: true }])
    expect(seen(request)).toEqual([`${level} RequestReceived`])
  })

  test('is unknown, even at None, when the second capture is of two requests', () => {
    const [, other = ''] = linesOf('metadata-patch')
    const mixed = recordedRequest('bad-patch', { metadata: [atMetadata, other], status: 400 })
    for (const level of ['None', 'Metadata', 'Request'])
      expect(replayed(mixed, `rules: [{level: ${level}}]`).unknown).toMatch(/^reused-audit-id: /)
  })

  test('is known at Request where the policy omits the stage that was lost', () => {
    expect(under('Request', 'omitStages: [ResponseComplete]\n')).toMatchObject({ unknown: null, limits: [] })
    expect(under('Request', 'omitStages: [RequestReceived]\n')).toMatchObject({
      lines: [],
      unknown: expect.any(String),
    })
  })
})

describe('a list that was too long for one line of the log', () => {
  const [received = '', complete = ''] = linesOf('all-list')
  const at = (level: Level, line: string): string =>
    projectLine(line, { level, omitStages: [], omitManagedFields: false }) ?? ''
  const metadata = [at('Metadata', received), at('Metadata', complete)]
  const lost = recordedRequest('all-list', { lines: [received], metadata })

  test.each<Level>(['Metadata', 'Request'])('is known at %s: no body of it is logged there', (level) => {
    expect(replayed(lost, `rules: [{level: ${level}}]`)).toMatchObject({
      lines: [at(level, received), at(level, complete)],
      unknown: null,
      limits: [],
    })
  })

  test('is unknown at RequestResponse, with the Event that was not lost', () => {
    expect(replayed(lost, 'rules: [{level: RequestResponse}]')).toMatchObject({
      lines: [received],
      unknown: expect.stringMatching(/^line-above-log-size: /),
      limits: [{ limit: 'line-above-log-size', certain: false }],
    })
  })
})

describe('a recording that was truncated, or whose Events are those of two requests', () => {
  const [received = '', complete = ''] = linesOf('all-create')
  const bodiless = projectLine(complete, { level: 'Metadata', omitStages: [], omitManagedFields: false }) ?? ''
  const truncated = bodiless
    .replace('"level":"Metadata"', '"level":"RequestResponse"')
    .replace('"annotations":{', '"annotations":{"audit.k8s.io/truncated":"true",')

  test('is known as far as no body is logged', () => {
    const request = recordedRequest('all-create', { lines: [received, truncated] })
    expect(replayed(request, 'rules: [{level: Metadata}]')).toMatchObject({ unknown: null, limits: [] })
    expect(replayed(request, 'rules: [{level: Request}]')).toMatchObject({
      unknown: expect.stringMatching(/^truncated: /),
      limits: [{ limit: 'truncated', certain: true }],
    })
  })

  test('is unknown under every policy, None too, when an auditID was used again', () => {
    const request = recordedRequest('all-create', { lines: [received, complete, received, complete] })
    for (const level of ['None', 'Metadata', 'RequestResponse'])
      expect(replayed(request, `rules: [{level: ${level}}]`).unknown).toMatch(/^reused-audit-id: /)
  })
})

test('latencies leave the cell known, and are told', () => {
  const lines = linesOf('all-watch').map((line) =>
    line.replace(/("stage":"ResponseComplete".*"annotations":\{)/, '$1"apiserver.latency.k8s.io/total":"1.2s",'),
  )
  expect(replayed(recordedRequest('all-watch', { lines }), 'rules: [{level: Metadata}]')).toMatchObject({
    unknown: null,
    limits: [{ limit: 'latency-annotations', certain: true }],
  })
})

test('a request without any Event is unknown under every policy', () => {
  const silent = recordedRequest('get-secret', { lines: [] })
  for (const level of ['None', 'Metadata', 'RequestResponse'])
    expect(replayed(silent, `rules: [{level: ${level}}]`)).toMatchObject({
      lines: [],
      unknown: expect.stringMatching(/^never-logged: .*holds nothing of it/),
      limits: [{ limit: 'never-logged', certain: true }],
    })
})

test('variables, secrets, exit statuses and the requests of components are those of the recording', () => {
  const component = { auditID: 'get-secret', user: 'all', lines: linesOf('get-secret') }
  const recording = recordingOf(scenario, [], { components: [component], variables: { canary: 'c' } })
  const [step] = recording.steps
  step!.secrets = [{ path: 'responseObject.status.token', value: 's' }]
  step!.exitCode = 1
  expect(replay(recording, policyOf('rules: [{level: None}]'))).toEqual({
    scenario: 'acts',
    status: 'ran',
    variables: { canary: 'c' },
    steps: [{ ...step, stdout: '' }],
    components: [component],
    componentsUnknown: null,
  })
})

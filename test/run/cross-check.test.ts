import { describe, expect, test } from '@jest/globals'
import type { Execution, PolicyExecution, ScenarioExecution, TracedRequest } from '../../lib/engine/execution.js'
import { crossCheck } from '../../lib/run/cross-check.js'
import { volumeOf } from '../../lib/volume/volume.js'
import { step, traced } from './support.js'

type Ran = Extract<ScenarioExecution, { status: 'ran' }>

function ran(requests: readonly TracedRequest[], change: Partial<Ran> = {}): Ran {
  const steps = [step('first', [traced('healthz')]), step('act', requests)]
  return {
    scenario: 'acts',
    status: 'ran',
    variables: { namespace: 'shop' },
    steps,
    components: [],
    componentsUnknown: null,
    ...change,
  }
}

function executionOf(scenarios: readonly ScenarioExecution[], change: Partial<PolicyExecution> = {}): Execution {
  const policy = { policy: 'prod', loaded: 'strict' as const, message: null, scenarios, background: null, ...change }
  return { engine: 'kind', kubernetes: 'v1.34.4', policies: [policy] }
}

const create = traced('all-create')
const list = traced('all-list')
const [received = '', complete = ''] = create.lines

/** The differences of one run from another, as text. */
const differences = (live: Execution, replayed: Execution): string[] =>
  crossCheck(live, replayed).differences.map(({ policy, scenario, step: of, what }) =>
    [policy, scenario, of, what].join(' | '),
  )

describe('there is no difference', () => {
  test('between a run and itself, whose requests, Events and volume are counted', () => {
    const run = executionOf([ran([create, list])])
    const volume = volumeOf([create, list, traced('healthz')].flatMap(({ lines }) => lines))
    expect(crossCheck(run, run)).toEqual({
      requests: 3,
      events: 6,
      differences: [],
      volumes: [{ policy: 'prod', live: volume, replayed: volume }],
    })
  })

  test('nor in volume, when a machine is so slow that requests bear latency annotations', () => {
    const slow = create.lines.map((line) =>
      line.replace('"annotations":{', '"annotations":{"apiserver.latency.k8s.io/total":"612.3ms",'),
    )
    expect(slow).not.toEqual(create.lines)
    const { differences: found, volumes } = crossCheck(
      executionOf([ran([{ ...create, lines: slow }])]),
      executionOf([ran([create])]),
    )
    expect(found).toEqual([])
    expect(volumes[0]?.live).toEqual(volumes[0]?.replayed)
  })

  test('nor in volume, when the live engine skipped a scenario that the replay has', () => {
    const skipped = { scenario: 'other', status: 'skipped' as const, reason: 'needs pods' }
    const { volumes } = crossCheck(
      executionOf([ran([create]), skipped]),
      executionOf([ran([create]), ran([list], { scenario: 'other' })]),
    )
    expect(volumes[0]?.replayed).toEqual(volumes[0]?.live)
  })

  test('in the order of requests, and in what differs by nature', () => {
    const rename = (text: string): string => text.replaceAll('shop', 'store')
    const renamed = [list, create].map((one) => ({
      ...one,
      auditID: 'other',
      target: rename(one.target),
      lines: one.lines.map((line) => rename(line).replaceAll(/:\d\d\.\d{6}Z/g, ':59.000000Z')),
    }))
    const replayed = executionOf([ran(renamed, { variables: { namespace: 'store' } })])
    expect(differences(executionOf([ran([create, list])]), replayed)).toEqual([])
  })

  test('in a scenario that was skipped live, nor in a policy that both refuse', () => {
    const skipped: ScenarioExecution = { scenario: 'acts', status: 'skipped', reason: 'no pods' }
    expect(differences(executionOf([skipped]), executionOf([ran([])]))).toEqual([])
    const refused = executionOf([], { loaded: 'refused', message: 'no' })
    expect(differences(refused, refused)).toEqual([])
  })

  test('in what is unknown in both', () => {
    const unknown = executionOf([ran([{ ...create, unknown: 'lost' }])])
    expect(differences(unknown, executionOf([ran([{ ...create, unknown: 'lost by the server' }])]))).toEqual([])
  })
})

describe('a difference is found', () => {
  const act = 'prod | acts | act | admin POST /api/v1/namespaces/${namespace}/configmaps 201'
  const changed = (change: (line: string) => string): TracedRequest => ({
    ...create,
    lines: [received, change(complete)],
  })

  test.each<[string, TracedRequest[], TracedRequest[], string[]]>([
    ['one Event more', [create], [{ ...create, lines: [received] }], [`${act}: 2 Events live, 1 in the replay`]],
    ['one Event fewer', [{ ...create, lines: [] }], [create], [`${act}: 0 Events live, 2 in the replay`]],
    ['a request without partner in the replay', [create, create], [create], [`${act}: 2 live, 1 in the replay`]],
    ['a request without partner in the live run', [], [create], [`${act}: 0 live, 1 in the replay`]],
    [
      'another answer',
      [{ ...create, status: 409 }],
      [create],
      [`${act.replace('201', '409')}: 1 live, 0 in the replay`, `${act}: 0 live, 1 in the replay`],
    ],
    ['unknown live', [{ ...create, unknown: 'lost' }], [create], [`${act}: unknown live only`]],
    ['unknown in the replay', [create], [{ ...create, unknown: 'lost' }], [`${act}: unknown in the replay only`]],
  ])('%s', (_, live, replayed, expected) => {
    expect(differences(executionOf([ran(live)]), executionOf([ran(replayed)]))).toEqual(expected)
  })

  test.each<[string, (line: string) => string, string, string]>([
    ['another stage', (line) => line.replace('ResponseComplete', 'Panic'), '"stage":"Panic', '"stage":"ResponseComp'],
    [
      'another level',
      (line) => line.replace('RequestResponse', 'Request'),
      '"level":"Request",',
      '"level":"RequestResp',
    ],
    [
      'another byte of a body',
      (line) => line.replace('"requestObject":{"kind"', '"requestObject":{"kinds"'),
      '{"kinds"',
      '{"kind"',
    ],
    ['a line that goes on', (line) => `${line}…`, '…', '}'],
  ])('%s, with the place in both', (_, change, live, replay) => {
    expect(changed(change).lines).not.toEqual(create.lines)
    const [difference = '', ...others] = differences(
      executionOf([ran([changed(change)])]),
      executionOf([ran([create])]),
    )
    expect(others).toEqual([])
    const [, shownLive, shownReplay] = /: Event 2 differs: live …(.*)… replay …(.*)…$/s.exec(difference) ?? []
    expect(shownLive).toContain(live)
    expect(shownReplay).toContain(replay)
    expect(shownReplay).not.toContain(live)
  })

  test('a step that only one of them made', () => {
    const without = ran([create])
    const short = executionOf([{ ...without, steps: without.steps.slice(0, 1) }])
    const whole = executionOf([without])
    expect(differences(short, whole)).toEqual([`${act}: 0 live, 1 in the replay`])
    expect(differences(whole, short)).toEqual([`${act}: 1 live, 0 in the replay`])
  })

  test('a policy that is loaded differently, without a word on its cells', () => {
    const one = executionOf([ran([create])])
    for (const loaded of ['lenient', 'refused'] as const)
      expect(differences(one, executionOf([], { loaded }))).toEqual([
        `prod |  |  | the server loads it: strict; the replay: ${loaded}`,
      ])
    expect(differences(one, { ...one, policies: [] })).toEqual([
      'prod |  |  | the server loads it: strict; the replay: not at all',
    ])
  })

  test('a scenario that could not be carried out, or is not in the replay', () => {
    const unknown: ScenarioExecution = { scenario: 'acts', status: 'unknown', reason: 'no etcd' }
    expect(differences(executionOf([unknown]), executionOf([ran([])]))).toEqual([
      'prod | acts |  | unknown live, ran in the replay',
    ])
    expect(differences(executionOf([ran([])]), executionOf([]))).toEqual([
      'prod | acts |  | ran live, absent in the replay',
    ])
  })
})

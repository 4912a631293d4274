import { describe, expect, test } from '@jest/globals'
import { InputError } from '../../../lib/errors.js'
import { checkShards, type ShardFile } from '../../../lib/run/merge/check-shards.js'
import { mergeShards } from '../../../lib/run/merge/merge-shards.js'
import { readShard } from '../../../lib/run/merge/read-shard.js'
import type { PolicyResult, Result, RunResult } from '../../../lib/run/result.js'
import { namesInShard } from '../../../lib/scenario/shard.js'
import { cell, limit, policy, run } from '../../report/fixtures/parts.js'

const NAMES = ['denied', 'exec', 'secret-bodies', 'watches', 'scale']
const VOLUME = { events: 10, bytes: 1000 }

const PROD = policy('prod', {
  ...VOLUME,
  gzipped: 300,
  byLevel: { Metadata: VOLUME },
  byRule: [{ rule: 2, line: 9, ...VOLUME }],
  scenarios: { events: 8, bytes: 900 },
  discovery: { events: 2, bytes: 100 },
  background: { events: 60, bytes: 6000, seconds: 15, gzipped: 70, byLevel: { Metadata: { events: 60, bytes: 6000 } } },
})

interface Change {
  readonly policy?: Partial<PolicyResult>
  readonly result?: Partial<RunResult>
  readonly cell?: Partial<Result>
  readonly failOnSkip?: boolean
}

const requirement = (held: number, broken: number): RunResult['requirements'][number] => ({
  ...{ policy: 'prod', id: 'writes', clause: null, file: 'r.yaml', line: 2, held, broken, unknown: 0 },
  status: broken > 0 ? 'broken' : 'held',
})

/** The result of a shard of five scenarios with one cell each. */
function shard(
  index: number,
  of: number,
  { policy: ofPolicy, result, cell: ofCell, failOnSkip }: Change = {},
): ShardFile {
  const names = namesInShard(NAMES, { index, of })
  const whole = run(
    {
      engine: 'kind',
      kubernetes: names.length === 0 ? 'not run' : 'v1.34.4',
      policies: names.length === 0 ? [] : [{ ...PROD, ...ofPolicy }],
      scenarios: names.map((name) => ({
        ...{ name, about: '', file: `/repo/scenarios/${name}.yaml` },
        results: [cell({ scenario: name, step: 'do', request: 'get pods', policy: 'prod', line: 3 }, ofCell)],
      })),
      leaks: [],
      unclaimed: names.map((scenario) => ({
        ...{ scenario, step: 'do', policy: 'prod', request: 'get nodes', count: 2, actual: 'None' as const },
      })),
      requirements: names.length === 0 ? [] : [requirement(names.length, index === 2 ? 1 : 0)],
      limits: names.map((scenario) => limit('truncated', scenario, 'prod', [])),
    },
    0,
  )
  const part = { index, of, selection: NAMES, failOnSkip: failOnSkip ?? false }
  return { file: `shard-${index}.json`, result: { ...whole, ...result, shard: part } }
}

const merged = (...files: [ShardFile, ...ShardFile[]]): RunResult => mergeShards(files)

function refusals(...files: [ShardFile, ...ShardFile[]]): string[] {
  expect(() => mergeShards(files)).toThrow(InputError)
  return checkShards(files).map(({ file, message }) => `${file}: ${message}`)
}

describe('the shards of a run as one', () => {
  const [one, two, three] = [shard(1, 3), shard(2, 3), shard(3, 3)]

  test('have the scenarios and the requests in the order of the whole run, in whatever order the files come', () => {
    const result = merged(three, one, two)
    expect(result.scenarios.map(({ name }) => name)).toEqual(NAMES)
    expect(result.unclaimed.map(({ scenario }) => scenario)).toEqual(NAMES)
    expect(result.limits.map(({ scenario }) => scenario)).toEqual(NAMES)
    expect(result.requirements).toEqual([requirement(5, 1)])
    expect(result).toMatchObject({ shard: null, engine: 'kind', kubernetes: 'v1.34.4' })
    expect(result.summary).toMatchObject({ passed: 5, unclaimed: 10, exitStatus: 0 })
  })

  test('have Events and bytes added up', () => {
    const other = shard(2, 3, {
      policy: {
        byLevel: { Request: VOLUME },
        byRule: [
          { rule: null, line: null, ...VOLUME },
          { rule: 1, line: 4, ...VOLUME },
        ],
      },
    })
    expect(merged(one, other, three).policies).toEqual([
      expect.objectContaining({
        ...{ events: 30, bytes: 3000 },
        byLevel: { Metadata: { events: 20, bytes: 2000 }, Request: VOLUME },
        byRule: [
          { rule: 1, line: 4, ...VOLUME },
          { rule: 2, line: 9, events: 20, bytes: 2000 },
          { rule: null, line: null, ...VOLUME },
        ],
        scenarios: { events: 24, bytes: 2700 },
        discovery: { events: 6, bytes: 300 },
      }),
    ])
  })

  test('have no size after gzip, which cannot be added up', () => {
    expect(merged(one, two, three).policies[0]?.gzipped).toBeNull()
    expect(merged(shard(1, 1)).policies[0]?.gzipped).toBe(300)
  })

  test('have the windows of their clusters as one, so that the rate stays', () => {
    expect(merged(one, two, three).policies[0]?.background).toEqual({
      ...{ events: 180, bytes: 18_000, seconds: 45, gzipped: null },
      byLevel: { Metadata: { events: 180, bytes: 18_000 } },
    })
  })

  test('have the recorded background of a replay once', () => {
    const replayed = [1, 2, 3].map((index) => shard(index, 3, { result: { engine: 'replay' } }))
    expect(merged(...(replayed as [ShardFile])).policies[0]?.background).toEqual(PROD.background)
  })

  test('add up what they were held against in the replay', () => {
    const crossCheck = {
      ...{ requests: 4, events: 8, differences: [{ policy: 'prod', scenario: 'exec', step: 'do', what: 'differs' }] },
      volumes: [{ policy: 'prod', live: VOLUME, replayed: VOLUME }],
    }
    const result = merged(shard(1, 2, { result: { crossCheck } }), shard(2, 2, { result: { crossCheck } }))
    expect(result.crossCheck).toMatchObject({
      ...{ requests: 8, events: 16, differences: [{}, {}] },
      volumes: [{ policy: 'prod', live: { events: 20 }, replayed: { bytes: 2000 } }],
    })
    expect(result.summary.exitStatus).toBe(1)
  })

  test('may be empty, where there are more of them than scenarios', () => {
    const all = [1, 2, 3, 4, 5, 6, 7].map((index) => shard(index, 7))
    expect(all.filter(({ result }) => result.scenarios.length === 0)).toHaveLength(2)
    expect(merged(...(all as [ShardFile]))).toMatchObject({
      ...{ kubernetes: 'v1.34.4', policies: [{ events: 50 }], summary: { passed: 5, exitStatus: 0 } },
    })
  })
})

describe('the exit status is that of the whole run', () => {
  const skipped: Change = { cell: { status: 'skipped', actual: null } }
  const matchedNothing = { ...shard(1, 2).result.summary, matchedNothing: 1 }
  test.each<[string, Change, Change, number]>([
    ['0 when one part was skipped', {}, skipped, 0],
    ['3 when every part was', skipped, skipped, 3],
    ['3 for a skip when skips fail', { failOnSkip: true }, { ...skipped, failOnSkip: true }, 3],
    ['1 for a failed cell', {}, { cell: { status: 'failed' } }, 1],
    ['2 for a claim that covers no request', {}, { result: { summary: matchedNothing } }, 2],
    [
      '1 for a policy that was loaded leniently',
      { policy: { loaded: 'lenient' } },
      { policy: { loaded: 'lenient' } },
      1,
    ],
  ])('%s', (_when, one, two, status) => {
    expect(merged(shard(1, 2, one), shard(2, 2, two)).summary.exitStatus).toBe(status)
  })
})

describe('what is not the shards of one run is refused, with the file', () => {
  test.each<[string, [ShardFile, ...ShardFile[]], string[]]>([
    ['a missing one', [shard(1, 3), shard(3, 3)], ['shard-1.json: shard 2/3 is missing']],
    [
      'one that is there twice',
      [shard(1, 2), shard(2, 2), { ...shard(2, 2), file: 'copy.json' }],
      ['copy.json: shard 2/2 is there twice: shard-2.json has it too'],
    ],
    [
      'another engine',
      [shard(1, 2), shard(2, 2, { result: { engine: 'binary' } })],
      ['shard-2.json: engine binary, expected is kind as in shard-1.json'],
    ],
    [
      'another version of Kubernetes',
      [shard(1, 2), shard(2, 2, { result: { kubernetes: 'v1.33.0' } })],
      ['shard-2.json: Kubernetes v1.33.0, expected is v1.34.4 as in shard-1.json'],
    ],
    [
      'a policy with another text, loaded otherwise',
      [shard(1, 2), shard(2, 2, { policy: { sha256: { policy: 'other', cells: null }, loaded: 'lenient' } })],
      [
        'shard-2.json: policy prod: another text than in shard-1.json',
        'shard-2.json: policy prod: loaded otherwise (lenient) than in shard-1.json',
      ],
    ],
    [
      'a policy with other cells',
      [shard(1, 2), shard(2, 2, { policy: { sha256: { ...PROD.sha256, cells: 'other' } } })],
      ['shard-2.json: policy prod: other pinned cells than in shard-1.json'],
    ],
    [
      'other policies',
      [shard(1, 2), shard(2, 2, { policy: { name: 'audit' } })],
      ['shard-2.json: policies audit, expected are prod as in shard-1.json'],
    ],
    [
      'skips that fail in one only',
      [shard(1, 2), shard(2, 2, { failOnSkip: true })],
      ['shard-2.json: fail on skip: true, expected is false as in shard-1.json'],
    ],
  ])('%s', (_name, files, expected) => {
    expect(refusals(...files)).toEqual(expected)
  })

  test('other requirements', () => {
    expect(refusals(shard(1, 2), shard(2, 2, { result: { requirements: [] } }))).toEqual([
      'shard-2.json: requirements , expected is writes as in shard-1.json',
    ])
  })

  test('overlapping cases', () => {
    const [one, two] = [shard(1, 2), shard(2, 2)]
    const scenarios = [...two.result.scenarios, ...one.result.scenarios]
    expect(refusals(one, { ...two, result: { ...two.result, scenarios } })).toEqual([
      'shard-2.json: scenario exec does not belong in shard 2/2',
      'shard-2.json: scenario secret-bodies does not belong in shard 2/2',
    ])
  })

  test('a scenario that is not there', () => {
    const [one, two] = [shard(1, 2), shard(2, 2)]
    const scenarios = two.result.scenarios.slice(1)
    expect(refusals(one, { ...two, result: { ...two.result, scenarios } })).toEqual([
      'shard-2.json: scenario denied is missing in shard 2/2',
    ])
  })

  test('several of these at once', () => {
    expect(refusals(shard(1, 3), shard(2, 3, { result: { engine: 'binary', kubernetes: 'v1.33.0' } }))).toHaveLength(3)
  })
})

describe('a file that is no result of a shard is told apart', () => {
  test('one that is', () => {
    expect(readShard(JSON.stringify(shard(1, 2).result))).toEqual(shard(1, 2).result)
  })

  test.each([
    ['no JSON', '{', /^no JSON \(.*audit-lab run --shard i\/n -o json/],
    ['null', 'null', /^schemaVersion undefined, expected is 1$/],
    ['another version of the format', '{"schemaVersion":2}', /^schemaVersion 2, expected is 1$/],
    ['a whole run', JSON.stringify({ ...shard(1, 2).result, shard: null }), /^the result of a whole run/],
    ['no policies', JSON.stringify({ ...shard(1, 2).result, policies: 3 }), /^policies: .*expected array/],
  ])('%s', (_name, text, problem) => {
    expect(readShard(text)).toEqual({ problem: expect.stringMatching(problem) })
  })
})

import { describe, expect, test } from '@jest/globals'
import { EngineError } from '../../../lib/errors.js'
import { joinVersions } from '../../../lib/run/versions/join-versions.js'
import type { Result, RunResult } from '../../../lib/run/result.js'
import { cell, policy, run } from '../../report/fixtures/parts.js'

/** One policy and two cells on a version; the second one as changed. */
function on(
  kubernetes: string,
  change: Partial<Result> = {},
  loaded: 'strict' | 'lenient' | 'refused' = 'strict',
): RunResult {
  const place = { scenario: 'acts', step: 'do', policy: 'prod' }
  const results = [
    cell({ ...place, request: 'get pods', line: 3 }),
    cell({ ...place, request: 'create pods', line: 4 }, { id: 'acts/do/create pods@prod#2', ...change }),
  ]
  return run(
    {
      ...{ engine: 'binary', kubernetes, leaks: [], policies: [policy('prod', { loaded })] },
      scenarios: [{ name: 'acts', about: '', file: 'acts.yaml', results: loaded === 'refused' ? [] : results }],
      unclaimed: [{ scenario: 'acts', step: 'do', policy: 'prod', request: 'get nodes', count: 1, actual: 'None' }],
    },
    0,
  )
}

const join = (...runs: [RunResult, ...RunResult[]]): RunResult => joinVersions(runs, false)

describe('runs on several versions of Kubernetes are one result', () => {
  const joined = join(on('v1.33.13'), on('v1.34.4'))

  test('with a column for each policy and version', () => {
    expect(joined).toMatchObject({ kubernetes: 'v1.33.13, v1.34.4', engine: 'binary' })
    expect(joined.policies.map(({ name }) => name)).toEqual(['prod@v1.33.13', 'prod@v1.34.4'])
    expect(joined.unclaimed.map((one) => one.policy)).toEqual(['prod@v1.33.13', 'prod@v1.34.4'])
    expect(joined.summary).toMatchObject({ passed: 4, exitStatus: 0 })
  })

  test('with an id for each cell, the number of a split one at its end', () => {
    expect(joined.scenarios[0]?.results.map(({ id }) => id)).toEqual([
      'acts/do/get pods@prod@v1.33.13',
      'acts/do/create pods@prod@v1.33.13#2',
      'acts/do/get pods@prod@v1.34.4',
      'acts/do/create pods@prod@v1.34.4#2',
    ])
  })

  test('in which a requirement that is broken on one of them is no difference of cells', () => {
    const broken = { id: 'acts/do/create pods[writes]@prod', requirement: 'writes', status: 'failed' as const }
    expect(join(on('v1.33.13', broken), on('v1.34.4', { ...broken, actual: 'None' })).versionDifferences).toEqual([])
  })

  test('in which nothing differs', () => {
    expect(joined.versionDifferences).toEqual([])
  })

  test('that fails when a cell fails on one of them', () => {
    expect(join(on('v1.33.13'), on('v1.34.4', { status: 'failed' })).summary.exitStatus).toBe(1)
  })

  test('unless two are the same version', () => {
    expect(() => join(on('v1.34.4'), on('v1.34.4'))).toThrow(EngineError)
  })
})

describe('a difference between versions', () => {
  const place = { policy: 'prod', scenario: 'acts', step: 'do', request: 'create pods' }

  test('is a cell with another level; alone it fails nothing', () => {
    const joined = join(on('v1.33.13'), on('v1.34.4', { actual: 'Request' }))
    expect(joined.versionDifferences).toMatchObject([
      {
        ...place,
        versions: [
          { kubernetes: 'v1.33.13', actual: 'Metadata' },
          { kubernetes: 'v1.34.4', actual: 'Request' },
        ],
      },
    ])
    expect(joined.summary.exitStatus).toBe(0)
  })

  test('is a cell with other stages', () => {
    expect(join(on('v1.33.13'), on('v1.34.4', { stages: ['Panic'] })).versionDifferences).toMatchObject([place])
  })

  test('is a cell that one version has not', () => {
    expect(join(on('v1.33.13'), on('v1.34.4', { id: 'acts/do/create pods@prod#1' })).versionDifferences).toHaveLength(2)
  })

  test('is a policy that loads otherwise, and then not each of its cells', () => {
    expect(join(on('v1.33.13'), on('v1.34.4', {}, 'refused')).versionDifferences).toMatchObject([
      { policy: 'prod', scenario: '', versions: [{ loaded: 'strict' }, { loaded: 'refused' }] },
    ])
  })

  test.each(['skipped', 'unknown'] as const)('is not a cell that is %s on one of them', (status) => {
    expect(join(on('v1.33.13'), on('v1.34.4', { status, actual: null })).versionDifferences).toEqual([])
  })
})

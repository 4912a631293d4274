import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { RunResult } from '../../lib/run/result.js'
import { isCellsFile, policyName } from '../../lib/scenario/suite.js'
import { auditLab } from '../live/support/audit-lab.js'

const filesBelow = (folder: string): Promise<string[]> => readdir(folder, { recursive: true })
const yamlFiles = (files: readonly string[]): string[] => files.filter((file) => file.endsWith('.yaml')).sort()

describe('the shipped suite replays green', () => {
  test('every scenario under every policy', async () => {
    const { exitCode, stdout } = await auditLab(['run', '-o', 'json'])
    expect(exitCode).toBe(0)
    const { summary, scenarios, policies, engine, limits } = JSON.parse(stdout) as RunResult
    expect(engine).toBe('replay')
    expect(summary).toMatchObject({ failed: 0, unknown: 0, skipped: 0, refused: 0, lenient: 0, exitStatus: 0 })
    expect(summary.passed).toBeGreaterThan(500)
    // No recording that is shipped leaves a level or a stage open. Slow answers bear latencies, which cost bytes.
    expect(limits.filter(({ leaves }) => leaves !== 'bytes')).toEqual([])

    const shipped = (await readdir('policies')).filter((file) => file.endsWith('.yaml') && !isCellsFile(file))
    expect(policies.map(({ name }) => name).sort()).toEqual(shipped.map(policyName).sort())
    expect(scenarios.map(({ name }) => name).sort()).toEqual(
      yamlFiles(await filesBelow('scenarios'))
        .map(policyName)
        .sort(),
    )
    for (const { results } of scenarios) expect(new Set(results.map(({ policy }) => policy)).size).toBe(policies.length)
  })

  test('as text, with the verdict as the last line', async () => {
    const { exitCode, stdout } = await auditLab(['run'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/\n[\d,]+ passed, 0 failed, [\d,]+ known weaknesses, 0 skipped, 0 unknown\n$/)
  })

  test('also where there is no suite: then the catalog of the package is', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'nowhere-'))
    try {
      const { exitCode, stdout } = await auditLab(['run', '-o', 'json', '-p', 'nothing'], { directory })
      expect(exitCode).toBe(0)
      const { policies, scenarios, summary } = JSON.parse(stdout) as RunResult
      expect(policies.map(({ path }) => path)).toEqual([resolve('policies/nothing.yaml')])
      expect(scenarios).toHaveLength(yamlFiles(await filesBelow('scenarios')).length)
      expect(summary.failed).toBe(0)
    } finally {
      await rm(directory, { recursive: true })
    }
  })
})

test('a policy as published fails the cells of the corrected one, with each cell, both levels and the deciding line', async () => {
  const args = ['run', '-o', 'json', '-p', 'cks-configmaps=policies/cks-configmaps-as-published.yaml']
  const { exitCode, stdout } = await auditLab(args)
  expect(exitCode).toBe(1)
  const { scenarios, summary } = JSON.parse(stdout) as RunResult
  const failed = scenarios.flatMap(({ results }) => results).filter(({ status }) => status === 'failed')
  expect(failed).toHaveLength(summary.failed)
  expect(summary).toMatchObject({ unknown: 0, exitStatus: 1 })
  expect(
    failed.map(({ id, actual, expected, ruleAt }) => ({ id, actual, pinned: expected.pinned, ruleAt })),
  ).toContainEqual({
    id: 'configmap-bodies/create/create configmaps@cks-configmaps',
    actual: 'Metadata',
    pinned: 'Request',
    ruleAt: expect.stringMatching(/policies\/cks-configmaps-as-published\.yaml:9$/),
  })
})

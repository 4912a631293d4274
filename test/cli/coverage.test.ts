import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { CoverageResult } from '../../lib/check/result.js'

function coverage(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [resolve('bin/audit-lab.js'), 'coverage', ...args], { encoding: 'utf8' })
}

describe('coverage', () => {
  test('writes what is missed and what survives, and both shares as its last lines', () => {
    const { status, stdout } = coverage('-p', 'policies/gce-lineage.yaml', 'secret-bodies')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^missed {4}policies\/gce-lineage\.yaml:13 {2}rule 1 decides no request\n/)
    expect(stdout).toMatch(/survived {2}policies\/gce-lineage\.yaml:13 {2}rule 1, dropped\n {10}watch services/)
    expect(stdout).toMatch(
      /\d+ of \d+ rules and items exercised by \d+ requests of 1 scenario, \d+ %\n\d+ of \d+ changes of the policy noticed/,
    )
  })

  test('fails below either threshold', () => {
    const args = ['-p', 'policies/gce-lineage.yaml', 'secret-bodies', '-o', 'json']
    const { exercised, mutants } = JSON.parse(coverage(...args).stdout) as CoverageResult
    expect(coverage(...args, '--threshold', `${exercised.percent + 1}`).status).toBe(1)
    expect(coverage(...args, '--mutant-threshold', `${mutants.percent + 1}`).status).toBe(1)
    const reached = ['--threshold', `${exercised.percent}`, '--mutant-threshold', `${mutants.percent}`]
    expect(coverage(...args, ...reached).status).toBe(0)
  })

  test.each([
    ['a share that is none', ['-p', 'policies/gke.yaml', '--threshold', '101'], 'from 0 to 100'],
    [
      'a policy that the server refuses',
      ['-p', 'policies/broken/gce-lineage-v1beta1.yaml'],
      'would refuse this policy',
    ],
    ['no scenario', ['-p', 'policies/gke.yaml', '--run', '^nothing$'], 'no scenario is selected'],
  ])('%s is exit status 2', (_what, args, message) => {
    expect(coverage(...args)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) })
  })
})

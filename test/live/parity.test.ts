import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import type { RunResult } from '../../lib/run/result.js'
import { isCellsFile, policyName } from '../../lib/scenario/suite.js'
import { auditLab } from './support/audit-lab.js'
import { describeLive } from './support/live.js'
import { sharedClusterName } from './support/bench.js'

const MINUTES = 60_000

const everything = process.env['AUDIT_LAB_LIVE_ALL'] === '1'
/** Drawn by the commit: over time every policy and every scenario gets its turn. All of them with AUDIT_LAB_LIVE_ALL. */
const draw = Number.parseInt(execFileSync('git', ['rev-parse', '--short=8', 'HEAD'], { encoding: 'utf8' }), 16)
/** In how many parts the scenarios are run: all of them would take longer than the rest of the live suite. */
const PARTS = 3

/** Two policies beside the catch-all. */
function drawnPolicies(): string[] {
  const names = readdirSync('policies')
    .filter((file) => file.endsWith('.yaml') && !isCellsFile(file))
    .map(policyName)
    .sort()
  if (everything) return names
  const others = names.filter((name) => name !== 'everything')
  const first = draw % others.length
  const second = (first + 1 + (Math.floor(draw / others.length) % (others.length - 1))) % others.length
  return ['everything', others[first] ?? '', others[second] ?? '']
}

describeLive('a live lane and the replay of the recordings', () => {
  const policies = drawnPolicies()
  const part = everything ? '1/1' : `${1 + (draw % PARTS)}/${PARTS}`

  it(
    `agree on every cell and every Event under ${policies.join(', ')}, scenarios ${part}`,
    async () => {
      const named = policies.flatMap((name) => ['-p', name])
      const args = [
        'run',
        '--engine',
        'kind',
        '--cluster',
        sharedClusterName(),
        '--cross-check',
        '--background',
        '5s',
        '--shard',
        part,
      ]
      const { exitCode, stdout, stderr } = await auditLab([...args, ...named, '-o', 'json'])
      if (stdout === '') throw new Error(stderr)
      const { crossCheck, summary, scenarios } = JSON.parse(stdout) as RunResult
      const bad = scenarios
        .flatMap(({ results }) => results)
        .filter(({ status }) => status === 'failed' || status === 'unknown')
      expect(bad.map(({ id, why }) => `${id}: ${why ?? ''}`)).toEqual([])
      expect(crossCheck?.differences).toEqual([])
      expect(crossCheck?.requests).toBeGreaterThan(70 * policies.length)
      for (const { policy, live, replayed } of crossCheck?.volumes ?? []) {
        expect([policy, replayed.events]).toEqual([policy, live.events])
        // Identifiers and times have the same length every time; versions of objects may grow by a digit.
        expect(Math.abs(live.bytes - replayed.bytes)).toBeLessThanOrEqual(live.bytes * 0.001)
      }
      expect(summary.exitStatus).toBe(0)
      expect(exitCode).toBe(0)
    },
    (everything ? 180 : 30) * MINUTES,
  )

  it(
    'agree again when an earlier run has left its fixed namespaces on the cluster',
    async () => {
      const cluster = ['--engine', 'kind', '--cluster', sharedClusterName(), '--background', '1s']
      for (const time of ['first', 'second']) {
        const { stdout, stderr } = await auditLab([
          ...['run', 'one-namespace', '-p', 'everything', '--cross-check', '-o', 'json', ...cluster],
        ])
        if (stdout === '') throw new Error(stderr)
        const { crossCheck } = JSON.parse(stdout) as RunResult
        expect({ time, differences: crossCheck?.differences }).toEqual({ time, differences: [] })
        expect(crossCheck?.requests).toBeGreaterThan(5)
      }
    },
    10 * MINUTES,
  )
})

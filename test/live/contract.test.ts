import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { waitFor } from '../../lib/util/wait-for.js'
import { auditLab, startAuditLab, type Ended, type Running } from './support/audit-lab.js'
import { containersOf, ENGINES, runIds, type EngineUnderTest } from './support/engines.js'
import { pausing, policy, SIMPLE, writeFiles } from './support/files.js'
import { leftovers } from './support/leftovers.js'
import { describeLive } from './support/live.js'
import { all, cellsOf, resultOf } from './support/result.js'

/** Of each kind of request one: bodies, refusals, streams, a fixed namespace, custom resources. */
const SHIPPED = '^(secret-bodies|denied-and-unauthenticated|watch-stages|one-namespace|crd-groups)$'

interface Paused {
  readonly running: Running
  readonly proceed: () => Promise<void>
}

/** A run under one policy that has come to its pause between two requests. */
async function pausedRun({ name, options }: EngineUnderTest): Promise<Paused> {
  const directory = await writeFiles({ 'everything.yaml': policy('RequestResponse') })
  const scenario = join(directory, 'scenario.yaml')
  await writeFile(scenario, pausing(directory))
  const selected = [scenario, '-p', join(directory, 'everything.yaml'), '-o', 'json']
  const running = startAuditLab(['run', ...selected, '--engine', name, ...options()])
  const ended = { is: false }
  void running.ended.then(() => (ended.is = true))
  const started = await waitFor(
    () => Promise.resolve(ended.is || existsSync(join(directory, 'started')) ? true : null),
    { timeoutMilliseconds: 120_000 },
  )
  if (started === null || ended.is) {
    running.signal('SIGINT')
    throw new Error(`the scenario has not come to its pause:\n${(await running.ended).stderr}`)
  }
  return { running, proceed: () => writeFile(join(directory, 'go'), '') }
}

async function simpleRun(
  { name, options, onePolicy }: EngineUnderTest,
  policies: Readonly<Record<string, string>> = { good: policy(onePolicy ? 'RequestResponse' : 'Metadata') },
): Promise<Ended> {
  const files = Object.fromEntries(Object.entries(policies).map(([one, text]) => [`${one}.yaml`, text]))
  const directory = await writeFiles({ 'scenario.yaml': SIMPLE, ...files })
  const given = Object.keys(files).flatMap((file) => ['-p', join(directory, file)])
  const selected = [join(directory, 'scenario.yaml'), ...given, '-o', 'json']
  return auditLab(['run', ...selected, '--engine', name, ...options()])
}

describeLive('every live engine', () => {
  describe.each(ENGINES)('$name', (engine) => {
    const { name, options, sideBySide, onePolicy, refuses } = engine

    test('gives the shipped scenarios the cells of the cells files, and no Event but what the replay has', async () => {
      const policies = onePolicy ? ['everything'] : ['everything', 'cks-configmaps', 'gce-lineage']
      const named = policies.flatMap((one) => ['-p', `policies/${one}.yaml`])
      const args = ['run', '--run', SHIPPED, ...named, '--cross-check', '-o', 'json']
      const ended = await auditLab([...args, '--engine', name, ...options()])
      const { crossCheck, summary, scenarios } = resultOf(ended)
      expect(crossCheck?.differences).toEqual([])
      expect(crossCheck?.requests).toBeGreaterThan(onePolicy ? 10 : 60)
      expect(summary).toMatchObject({ failed: 0, unknown: 0, exitStatus: 0 })
      const skipped = scenarios.filter(({ results }) => results.some(({ status }) => status === 'skipped'))
      expect(skipped.map((one) => one.name).sort()).toEqual(refuses)
      expect(ended.exitCode).toBe(0)
    }, 300_000)

    if (!onePolicy) {
      test('shows what the server says of a policy that it refuses or reads leniently, and runs the others', async () => {
        const ended = await simpleRun(engine, {
          old: policy('Metadata').replace('audit.k8s.io/v1', 'audit.k8s.io/v1beta1'),
          good: policy('Metadata'),
          narrow: policy('None', '    verb: [get]\n'),
        })
        const result = resultOf(ended)
        expect(result.policies.map(({ loaded }) => loaded)).toEqual(['refused', 'strict', 'lenient'])
        expect(result.policies[0]?.message).toContain(
          'no kind "Policy" is registered for version "audit.k8s.io/v1beta1"',
        )
        expect(result.policies[2]?.message).toContain('unknown field "rules[0].verb"')
        expect(cellsOf(result, 'good')).toEqual([
          ['create', 'create configmaps', 'Metadata', 'passed'],
          ['read', 'get configmaps', 'Metadata', 'passed'],
        ])
        expect(ended.exitCode).toBe(2)
      }, 180_000)
    }

    test('knows nothing of a lane whose server is killed in the middle, and ends with exit status 3', async () => {
      const { running, proceed } = await pausedRun(engine)
      const ids = await runIds()
      await engine.killLane()
      await proceed()
      const ended = await running.ended
      const results = all(resultOf(ended))
      expect(results.map(({ actual }) => actual)).toEqual(results.map(() => null))
      expect(results.map(({ status }) => status)).toContain('unknown')
      expect(results.map(({ status }) => status)).not.toContain('passed')
      expect(ended.exitCode).toBe(3)
      expect([...(await leftovers()), ...(await containersOf(ids)), ...(await runIds())]).toEqual([])
    }, 240_000)

    test('leaves nothing after Ctrl-C', async () => {
      const { running } = await pausedRun(engine)
      const ids = await runIds()
      running.signal('SIGINT')
      expect((await running.ended).exitCode).toBe(130)
      expect([...(await leftovers()), ...(await containersOf(ids)), ...(await runIds())]).toEqual([])
    }, 180_000)

    test('leaves nothing after kill -9, once the next command has run', async () => {
      const { running, proceed } = await pausedRun(engine)
      const ids = await runIds()
      process.kill(running.pid, 'SIGKILL')
      await running.ended
      await proceed()
      expect(await leftovers()).not.toEqual([])
      const next = await simpleRun(engine)
      expect(next.stderr).toContain(`process ${running.pid} left`)
      expect(next.exitCode).toBe(0)
      expect([...(await leftovers()), ...(await containersOf(ids)), ...(await runIds())]).toEqual([])
    }, 240_000)

    if (sideBySide) {
      test('runs twice at once on one machine, and neither meets the other', async () => {
        const both = await Promise.all([simpleRun(engine), simpleRun(engine)])
        expect(both.map(({ exitCode, stderr }) => [exitCode, stderr.includes('removing what')])).toEqual([
          [0, false],
          [0, false],
        ])
        expect([...(await leftovers()), ...(await runIds())]).toEqual([])
      }, 180_000)
    }
  })
})

import { writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { listLanes } from '../../lib/engine/kind/lanes.js'
import { LOG_DIRECTORY } from '../../lib/engine/kind/paths.js'
import { waitFor } from '../../lib/util/wait-for.js'
import { startAuditLab, type Ended } from './support/audit-lab.js'
import { sharedClusterName, sharedNode } from './support/bench.js'
import { pausing, policy, writeFiles } from './support/files.js'
import { describeLive } from './support/live.js'
import { all, resultOf } from './support/result.js'

// In brackets, so that the pattern does not match the shell that it stands in.
const KILL_LANE = 'pkill -KILL -f "[a]udit-log-path=.*audit-lab-lane"'

describeLive('a lane that breaks in the middle of a run', () => {
  afterEach(() => sharedNode().shell(`umount -l ${LOG_DIRECTORY} 2>/dev/null || true`))

  test('because its kube-apiserver is killed: every cell of it is unknown, the exit status is 3, and nothing hangs', async () => {
    const { ended, result } = await interfere(() => sharedNode().shell(KILL_LANE))
    // The command of the second step fails too, for there is no server.
    expect(all(result).map(({ actual }) => actual)).toEqual(all(result).map(() => null))
    expect(new Set(all(result).map(({ status }) => status))).toEqual(new Set(['unknown', 'failed']))
    const reasons = all(result).filter(({ status }) => status === 'unknown')
    expect(reasons.map(({ step }) => step)).toEqual(['before', 'after'])
    expect(ended.exitCode).toBe(3)
    expect(await listLanes(sharedNode())).toEqual([])
  }, 120_000)

  test('because the disk of its log is full: what it could not write is unknown, never None, and the exit status is 3', async () => {
    // Mounted before the lane starts; the main server goes on with the directory that is now below.
    await sharedNode().shell(`mount -t tmpfs -o size=16m tmpfs ${LOG_DIRECTORY}`)
    const { ended, result } = await interfere(() =>
      sharedNode().shell(`cat /dev/zero > ${LOG_DIRECTORY}/fill 2>/dev/null || true`),
    )
    expect(all(result).map(({ step, status, actual }) => [step, status, actual])).toEqual([
      ['before', 'passed', 'RequestResponse'],
      ['after', 'unknown', null],
    ])
    expect(all(result).at(-1)?.why).toContain('lost by the server')
    expect(ended.exitCode).toBe(3)
  }, 120_000)
})

/** Runs two steps under the catch-all, with something done between them. */
async function interfere(
  between: () => Promise<unknown>,
): Promise<{ ended: Ended; result: ReturnType<typeof resultOf> }> {
  const directory = await writeFiles({ 'everything.yaml': policy('RequestResponse') })
  await writeFile(join(directory, 'scenario.yaml'), pausing(directory))
  const cluster = ['--engine', 'kind', '--cluster', sharedClusterName(), '--background', '0s', '-o', 'json']
  const running = startAuditLab([
    'run',
    join(directory, 'scenario.yaml'),
    '-p',
    join(directory, 'everything.yaml'),
    ...cluster,
  ])
  try {
    const started = join(directory, 'started')
    const paused = await waitFor(() => Promise.resolve(existsSync(started) ? true : null), {
      timeoutMilliseconds: 60_000,
    })
    if (paused === null) throw new Error('the scenario has not come to its pause')
    await between()
    await writeFile(join(directory, 'go'), '')
  } catch (error) {
    running.signal('SIGINT')
    throw new Error((await running.ended).stderr, { cause: error })
  }
  const ended = await running.ended
  return { ended, result: resultOf(ended) }
}

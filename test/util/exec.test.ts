import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { attempt } from '../../lib/util/exec.js'
import { waitFor } from '../../lib/util/wait-for.js'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'exec-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

/** Gone, or ended and not waited for by whoever has taken it over. */
async function hasEnded(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch {
    return true
  }
  return / Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))
}

test.each([
  ['that it has left in the background', 'sleep 60 > /dev/null 2>&1 & echo $!', 10_000],
  ['that heeds no SIGTERM', `trap '' TERM; sleep 60 & echo $!; wait; sleep 60`, 300],
])(
  'a process of a group %s ends with it',
  async (_, script, timeoutMilliseconds) => {
    const result = await attempt('sh', ['-c', script], { group: true, timeoutMilliseconds })
    const pid = Number(result.stdout.trim())
    expect(pid).toBeGreaterThan(0)
    const ended = await waitFor(async () => ((await hasEnded(pid)) ? true : null), { timeoutMilliseconds: 5000 })
    expect(ended).toBe(true)
  },
  20_000,
)

test('a process that has left the group and holds its output is not waited for', async () => {
  const file = join(directory, 'pid')
  const script = `setsid sh -c 'echo $$ > ${file}; exec sleep 60'`
  const began = performance.now()
  const result = await attempt('sh', ['-c', script], { group: true, timeoutMilliseconds: 300 })
  process.kill(Number((await readFile(file, 'utf8')).trim()), 'SIGKILL')
  expect(result.timedOut).toBe(true)
  expect(performance.now() - began).toBeLessThan(30_000)
}, 40_000)

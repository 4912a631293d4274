import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { waitFor } from '../../lib/util/wait-for.js'
import { Bench, never, sharedNode } from './support/bench.js'
import { describeLive } from './support/live.js'

const REST_MILLISECONDS = 60_000

describeLive('a lane at rest', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await Bench.open('everything')
  }, 60_000)
  afterAll(() => bench[Symbol.asyncDispose](), 60_000)

  test('writes nothing in 60 s, and makes no conflict on the objects of the main server', async () => {
    const lane = bench.lane('everything')
    // What is in the log by now comes of the start: its own informers and the lab's question whether it is ready.
    const settled = await settledCount(() => lane.countLines())
    const since = new Date()
    const written = await waitFor(
      async () => ((await lane.countLines()) === settled ? null : await bench.lines(lane)),
      {
        timeoutMilliseconds: REST_MILLISECONDS,
        everyMilliseconds: 1000,
      },
    )
    expect(written?.slice(settled) ?? []).toEqual([])
    expect(await conflictsSince(since)).toEqual([])
  }, 120_000)
})

/** The count once it has stayed the same for three seconds. */
async function settledCount(count: () => Promise<number>): Promise<number> {
  let last = -1
  let same = 0
  const settled = await waitFor(
    async () => {
      const now = await count()
      same = now === last ? same + 1 : 0
      last = now
      return same >= 3 ? now : null
    },
    { timeoutMilliseconds: 30_000, everyMilliseconds: 1000, signal: never },
  )
  if (settled === null) throw new Error('the lane is still writing 30 s after its start')
  return settled
}

/** Writes that the main server answered 409 or 429, as its log has them. */
async function conflictsSince(since: Date): Promise<string[]> {
  const log = await sharedNode().shell(
    `grep -F '"stage":"ResponseComplete"' /var/log/kubernetes/audit/audit.log | grep -F '"code":409' || true`,
  )
  return log
    .split('\n')
    .filter(
      (line) =>
        /"stageTimestamp":"([^"]+)"/.test(line) && new Date(/"stageTimestamp":"([^"]+)"/.exec(line)?.[1] ?? '') > since,
    )
}

import { Agent, request } from 'node:https'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Lane } from '../../lib/engine/live/cluster.js'
import { baseline, waitUntilComplete } from '../../lib/engine/live/completeness.js'
import { scrape } from '../../lib/engine/live/metrics.js'
import { limited } from '../../lib/util/limit.js'
import { waitFor } from '../../lib/util/wait-for.js'
import { Bench, never, type Client } from './support/bench.js'
import { describeLive } from './support/live.js'
import { cells, measure } from './support/measure.js'
import { send } from './support/send.js'

const LOGGING = ['everything', 'metadata-all'] as const
const LANES = [...LOGGING, 'nothing'] as const
const SHORT = 'RequestReceived ResponseComplete'
const LONG = 'RequestReceived ResponseStarted ResponseComplete'

describeLive('the log is known to be complete by the counters of the server', () => {
  let bench: Bench
  let namespace: string

  beforeAll(async () => {
    bench = await Bench.open(...LANES)
    namespace = await bench.namespace(bench.lane('everything'))
    const data = { text: 'x'.repeat(700_000) }
    for (const name of ['one', 'two', 'three']) {
      const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data }
      await bench.main.json('POST', `/api/v1/namespaces/${namespace}/configmaps`, configMap)
    }
  }, 120_000)
  afterAll(async () => {
    await bench.main.send('DELETE', `/api/v1/namespaces/${namespace}`)
    await bench[Symbol.asyncDispose]()
  }, 60_000)

  /** `None` takes the place of stages on the lane that logs nothing. */
  const expected = (lane: Lane, stages: string, count: number): Record<string, number> => ({
    [lane.policy.name === 'nothing' ? 'None' : stages]: count,
  })

  test.each(LOGGING)(
    '1,000 watches that the client cuts short, under %s: every cell has all its stages',
    async (name) => {
      const lane = bench.lane(name)
      const target = '/api/v1/configmaps?watch=true'
      const { requests, complete } = await measure(bench, lane, (client) =>
        repeat(1000, () => cutShort(bench, client, target, 'on the answer')),
      )
      expect(cells(requests)).toEqual(expected(lane, LONG, 1000))
      expect(complete).toMatchObject({ lost: 0 })
    },
    120_000,
  )

  test.each(LANES)(
    '1,000 requests at full speed, under %s: every cell has all its stages',
    async (name) => {
      const lane = bench.lane(name)
      const { requests, complete } = await measure(bench, lane, (client) =>
        atFullSpeed(bench, client, 1000, '/api/v1/namespaces/default'),
      )
      expect(cells(requests)).toEqual(expected(lane, SHORT, 1000))
      expect(complete).toMatchObject({ lost: 0 })
    },
    120_000,
  )

  test.each(LOGGING)(
    '300 answers of 2 MB, under %s: every cell has all its stages',
    async (name) => {
      const lane = bench.lane(name)
      const target = `/api/v1/namespaces/${namespace}/configmaps`
      const { requests, complete } = await measure(bench, lane, (client) =>
        atFullSpeed(bench, client, 300, target, 2_000_000),
      )
      expect(cells(requests)).toEqual(expected(lane, SHORT, 300))
      expect(complete).toMatchObject({ lost: 0 })
    },
    240_000,
  )

  test.each(LANES)(
    'requests that the client leaves before there is an answer, under %s: known with all stages, or unknown, never None by mistake',
    async (name) => {
      const lane = bench.lane(name)
      const target = `/api/v1/namespaces/${namespace}/configmaps`
      const { requests } = await measure(bench, lane, (client) =>
        repeat(200, () => cutShort(bench, client, target, 'once sent')),
      )
      const found = cells(requests.map((one) => ({ ...one, unknown: one.unknown === null ? null : 'unknown' })))
      const { unknown = 0, ...known } = found
      expect(unknown).toBeGreaterThan(0)
      expect(Object.keys(known).filter((cell) => cell !== Object.keys(expected(lane, SHORT, 0))[0])).toEqual([])
    },
    120_000,
  )

  test('a stream that is still open, a request that has not arrived, a line that is not there: each is waited for, and named', async () => {
    const lane = bench.lane('metadata-all')
    using own = bench.direct(lane)
    using other = bench.direct(lane)
    const start = await baseline(own, never)
    const state = async (of: Lane, sent: number): Promise<unknown> =>
      waitUntilComplete(of, own, start, sent, { timeoutMilliseconds: 300, signal: never })
    const leaving = new AbortController()
    const watch = other.send('GET', '/api/v1/configmaps?watch=true', undefined, leaving.signal).catch(() => null)
    await waitFor(async () => ((await scrape(own, never)).longRunning > start.counters.longRunning ? true : null), {
      timeoutMilliseconds: 10_000,
    })
    expect(await state(lane, 1)).toMatch(/after 0.3 s: 1 long-running requests have not ended$/)
    leaving.abort()
    await watch
    const whole = { timeoutMilliseconds: 10_000, signal: never }
    expect(await waitUntilComplete(lane, own, start, 1, whole)).toMatchObject({ lost: 0, others: 0 })
    expect(await state(lane, 2)).toMatch(/requests were sent, the server evaluated \d+$/)
    const behind: Lane = { ...lane, countLines: async () => (await lane.countLines()) - 10 }
    expect(await state(behind, 1)).toMatch(/the server counts \d+ Events, the log holds \d+ lines$/)
  }, 60_000)
})

async function repeat(times: number, job: () => Promise<void>): Promise<void> {
  await limited(Array.from({ length: times }), 50, job)
}

/** Begins a request and leaves without reading its answer. */
function cutShort(bench: Bench, client: Client, target: string, when: 'on the answer' | 'once sent'): Promise<void> {
  const { hostname, port, pathname } = new URL(client.url)
  return new Promise((resolve) => {
    const outgoing = request({
      host: hostname,
      port,
      ca: bench.proxy.certificateAuthority,
      agent: false,
      path: `${pathname}${target}`,
    })
    outgoing.once('close', () => resolve())
    outgoing.on('error', () => undefined)
    outgoing.once('response', () => outgoing.destroy())
    outgoing.end(() => {
      if (when === 'once sent') outgoing.destroy()
    })
  })
}

async function atFullSpeed(
  bench: Bench,
  client: Client,
  times: number,
  target: string,
  atLeastBytes = 0,
): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  await limited(Array.from({ length: times }), 20, async () => {
    const answer = await send(bench.proxy, client.url, target, { agent })
    expect(answer.status).toBe(200)
    expect(answer.body.length).toBeGreaterThanOrEqual(atLeastBytes)
  })
  agent.destroy()
}

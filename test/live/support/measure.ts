import { collect } from '../../../lib/engine/live/collect.js'
import { baseline, waitUntilComplete } from '../../../lib/engine/live/completeness.js'
import type { Complete } from '../../../lib/engine/live/log-watch.js'
import type { TracedRequest } from '../../../lib/engine/execution.js'
import type { Lane } from '../../../lib/engine/live/cluster.js'
import { linesByAuditID } from '../../../lib/engine/live/lines.js'
import { everyEnded } from '../../../lib/engine/live/trace.js'
import { loadScenario } from '../../../lib/scenario/load.js'
import { never, type Bench, type Client } from './bench.js'

const SCENARIO = loadScenario(
  'name: measured\nabout: What a test does.\nsteps: [{id: all, run: kubectl version, expect: [{request: get /version}]}]\n',
  'measured.yaml',
)

export interface Measured {
  readonly complete: Complete | string
  readonly requests: readonly TracedRequest[]
}

/** Lets a client make requests on a lane, waits until the log is complete as a run does, and collects the cells. */
export async function measure(
  bench: Bench,
  lane: Lane,
  drive: (client: Client) => Promise<unknown>,
): Promise<Measured> {
  using own = bench.direct(lane)
  const start = await baseline(own, never)
  const client = await bench.client(lane)
  await drive(client)
  if (!(await client.trace.until(everyEnded, 30_000)))
    throw new Error('a request goes on 30 s after its client has left')
  const sent = client.trace.exchanges.filter(({ status }) => status !== null).length
  const complete = await waitUntilComplete(lane, own, start, sent, { timeoutMilliseconds: 60_000, signal: never })
  const step = { id: 'all', exitCode: 0, stdout: '', stderr: '', timedOut: false, secrets: [], trace: client.trace }
  const execution = collect({
    scenario: SCENARIO,
    outcome: { variables: {}, steps: [step] },
    policy: lane.policy,
    lines: await linesByAuditID(lane.readLog()),
    complete,
    components: [],
    componentsUnknown: null,
  })
  client.close()
  if (execution.status !== 'ran') throw new Error('the steps were not run')
  return { complete, requests: execution.steps.flatMap((one) => one.requests) }
}

/** How often each cell came: its stages, or why it is unknown. */
export function cells(requests: readonly TracedRequest[]): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const { lines, unknown } of requests) {
    const cell = unknown ?? (lines.map(stageOf).join(' ') || 'None')
    counted[cell] = (counted[cell] ?? 0) + 1
  }
  return counted
}

// A line may hold megabytes: the stage stands near its start.
function stageOf(line: string): string {
  return /"stage":"([A-Za-z]+)"/.exec(line.slice(0, 1000))?.[1] ?? 'no stage'
}

import type { Attributes } from '../../audit/attributes.js'
import type { Policy } from '../../policy/policy.js'
import { waitFor } from '../../util/wait-for.js'
import type { ApiClient } from '../live/api-client.js'
import { shortfall } from '../live/completeness.js'
import { auditIDOf, groupByAuditID } from '../live/lines.js'
import type { Complete, Doubt, LogWatch, MadeRequest } from '../live/log-watch.js'
import { lacksEvents } from '../live/lost.js'
import { parseCounters, type AuditCounters } from '../live/metrics.js'
import type { LogSource } from './log-source.js'
import { chooseSentinel, type Sentinel } from './sentinel.js'

interface Watched {
  readonly source: LogSource
  readonly client: ApiClient
  readonly policy: Policy
  readonly administrator: Attributes['user']
  /** Where sentinels are asked for: nothing is made there. */
  readonly namespace: string
  /** Why the log may be that of one server among several; null when there is one. */
  readonly several: string | null
}

/** An audit webhook holds Events back for 30 s by default (--audit-webhook-batch-max-wait). */
const HELD_BACK_MILLISECONDS = 45_000
/** A log file is written before the next answer; this is for the machine to be slow. */
const WRITTEN_MILLISECONDS = 15_000
const EVERY_MILLISECONDS = 300

type Options = Parameters<LogWatch['complete']>[1]

/**
 * Tells when the log of a cluster that others use too holds everything. Others' requests make exact counting impossible.
 * So: every request has the Events that the policy would have had written, or the time for it is over; and two requests
 * of the lab's own that the policy logs, sent one after the other when all has ended, are in the log. What was written
 * before them must be there too. Where /metrics may be read, the server's counters say so "at least". What lacks Events
 * after that is None only when nothing can have been lost.
 */
export async function watchOthersLog(watched: Watched, signal: AbortSignal): Promise<LogWatch> {
  const start = watched.several === null && watched.source.lossy === null ? await counters(watched, signal) : null
  return { complete: (requests, options) => complete(watched, start, requests, options) }
}

async function complete(
  watched: Watched,
  start: AuditCounters | null,
  requests: readonly MadeRequest[],
  { signal }: Options,
): Promise<Complete | string> {
  const { source, policy } = watched
  const wanted = new Set(requests.map(({ exchange }) => exchange.auditID))
  const keep = (line: string): boolean => wanted.has(auditIDOf(line) ?? '')
  const patience = source.lossy === null ? WRITTEN_MILLISECONDS : HELD_BACK_MILLISECONDS
  const arrives = (held: () => boolean): Promise<true | null> =>
    waitFor(
      async () => {
        await source.poll(keep)
        return held() ? true : null
      },
      { timeoutMilliseconds: patience, signal, everyMilliseconds: EVERY_MILLISECONDS },
    )
  const marked = await markEnd(watched, async (auditID) => {
    wanted.add(auditID)
    return (await arrives(() => source.lines.some((line) => auditIDOf(line) === auditID))) !== null
  })
  await arrives(() => {
    const lines = groupByAuditID(source.lines)
    return requests.every(
      ({ exchange, user }) =>
        exchange.status === null || !lacksEvents(exchange, lines.get(exchange.auditID) ?? [], policy, user),
    )
  })
  const lost = await countLost(watched, start, requests, () => source.poll(keep), signal)
  if (typeof lost === 'string') return lost
  const doubt = doubtOf(watched, marked)
  return { lost, others: 0, ...(doubt === null ? {} : { doubt }) }
}

/** Null when the end of the log is marked; else why it is not. */
async function markEnd(watched: Watched, isWritten: (auditID: string) => Promise<boolean>): Promise<string | null> {
  const sentinel = chooseSentinel(watched.policy, watched.administrator, watched.namespace)
  if (sentinel === null) {
    return 'the policy logs nothing that the lab may ask for here, so how far the log is written cannot be told'
  }
  for (const round of ['first', 'second']) {
    const auditID = await send(watched.client, sentinel)
    if (!(await isWritten(auditID))) {
      return `the lab's ${round} ${sentinel.method} ${sentinel.target} is not in the log: it lags, is not this server's, or the cluster has another policy`
    }
  }
  return null
}

async function send(client: ApiClient, { method, target }: Sentinel): Promise<string> {
  return (await client.send(method, target, method === 'GET' ? undefined : {})).auditID
}

function doubtOf({ several, source }: Watched, notMarked: string | null): Doubt | null {
  const reason = notMarked ?? several
  if (reason !== null) return { reason, of: 'silent' }
  return source.lossy === null ? null : { reason: source.lossy, of: 'lacking' }
}

/** Null where the user may not read them. */
async function counters({ client }: Watched, signal: AbortSignal): Promise<AuditCounters | null> {
  const answer = await client.send('GET', '/metrics', undefined, signal)
  return answer.status === 200 ? parseCounters(answer.body) : null
}

/**
 * Events that the server counts as lost since the start; 0 where its counters cannot be read. A sentence when they say
 * that the log is not what it was, or does not hold all yet.
 */
async function countLost(
  watched: Watched,
  start: AuditCounters | null,
  requests: readonly MadeRequest[],
  poll: () => Promise<void>,
  signal: AbortSignal,
): Promise<number | string> {
  if (start === null) return 0
  const expected = requests.filter(({ exchange }) => exchange.status !== null).length
  let reason = ''
  const lost = await waitFor(
    async () => {
      const now = await counters(watched, signal)
      if (now === null) return 0
      await poll()
      // Others' watches come and go, and what the log held before we began is not ours to count.
      const adjusted = { ...now, longRunning: start.longRunning }
      const lines = watched.source.count + start.events - start.logErrors
      reason = shortfall(start, { counters: adjusted, expected, lines }) ?? ''
      return reason === '' ? now.logErrors - start.logErrors : null
    },
    { timeoutMilliseconds: WRITTEN_MILLISECONDS, signal, everyMilliseconds: EVERY_MILLISECONDS },
  )
  return lost ?? `the log is not complete after ${WRITTEN_MILLISECONDS / 1000} s: ${reason}`
}

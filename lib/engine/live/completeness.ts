import { waitFor } from '../../util/wait-for.js'
import type { ApiClient } from './api-client.js'
import type { Lane } from './cluster.js'
import type { Complete, LogWatch } from './log-watch.js'
import { scrape, type AuditCounters } from './metrics.js'

export interface Baseline {
  readonly counters: AuditCounters
  /** Requests of the lab's own up to and with the scrape. */
  readonly own: number
  /** Lines in the log, where it was counted: it only grows. */
  readonly lines?: number
}

export async function baseline(client: ApiClient, signal: AbortSignal): Promise<Baseline> {
  const counters = await scrape(client, signal)
  return { counters, own: client.auditIDs.size }
}

/** By the server's own counters: for a server that answers nobody but the lab. */
export async function watchCounters(lane: Lane, client: ApiClient, signal: AbortSignal): Promise<LogWatch> {
  const start = { ...(await baseline(client, signal)), lines: await lane.countLines() }
  return {
    complete: (requests, options) => {
      const sent = requests.filter(({ exchange }) => exchange.status !== null).length
      return waitUntilComplete(lane, client, start, sent, options)
    },
  }
}

/**
 * Waits until the lane's log holds everything, by the server's own counters: long-running requests back at the idle
 * value, as many requests evaluated as were sent, and no more Events counted than there are lines, on two scrapes of
 * which the second began after the first held. Call it when every exchange in the trace has ended.
 *
 * `sent` is how many requests of scenarios reached the lane. Returns a sentence when it cannot be had in time.
 */
export async function waitUntilComplete(
  lane: Lane,
  client: ApiClient,
  start: Baseline,
  sent: number,
  options: { readonly timeoutMilliseconds: number; readonly signal: AbortSignal },
): Promise<Complete | string> {
  let reason = 'it was never asked'
  const holds = async (): Promise<Complete | null> => {
    const counters = await scrape(client, options.signal)
    const own = client.auditIDs.size - start.own
    const state = { counters, expected: sent + own, lines: await lane.countLines() }
    const missing = state.lines < (start.lines ?? 0) ? CUT : shortfall(start.counters, state)
    reason = missing ?? reason
    if (missing !== null) return null
    const { logErrors, requests } = start.counters
    return {
      lost: counters.logErrors - logErrors,
      others: counters.requests - requests - state.expected,
      lines: state.lines,
    }
  }
  const complete = await waitFor<Complete | string>(
    async () => {
      const first = await holds()
      if (reason === RESTARTED || reason === CUT) return reason
      return first === null ? null : holds()
    },
    { timeoutMilliseconds: options.timeoutMilliseconds, signal: options.signal, everyMilliseconds: 100 },
  )
  return complete ?? `the log is not complete after ${options.timeoutMilliseconds / 1000} s: ${reason}`
}

const RESTARTED = 'kube-apiserver started anew in the middle of the run'
const CUT = 'the log was cut or replaced in the middle of the run: it holds fewer lines than before'

/** What is still missing, as a sentence; null when nothing is. */
export function shortfall(
  start: AuditCounters,
  now: { readonly counters: AuditCounters; readonly expected: number; readonly lines: number },
): string | null {
  const { counters } = now
  if (counters.processStart !== start.processStart) return RESTARTED
  if (counters.longRunning > start.longRunning) {
    return `${counters.longRunning - start.longRunning} long-running requests have not ended`
  }
  const evaluated = counters.requests - start.requests
  if (evaluated < now.expected) return `${now.expected} requests were sent, the server evaluated ${evaluated}`
  const written = counters.events - counters.logErrors
  if (written > now.lines) return `the server counts ${written} Events, the log holds ${now.lines} lines`
  return null
}

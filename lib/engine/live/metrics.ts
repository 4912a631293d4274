import type { ApiClient } from './api-client.js'
import { EngineError } from '../../errors.js'

/**
 * What a kube-apiserver counts of its own auditing.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/audit/metrics.go
 */
export interface AuditCounters {
  /** Events handed to the backends, those that they then lost included. */
  readonly events: number
  /** Events that the log backend failed to write. */
  readonly logErrors: number
  /** Requests that were evaluated, None included. */
  readonly requests: number
  readonly longRunning: number
  /** Tells one process from the next. */
  readonly processStart: number
}

export async function scrape(client: ApiClient, signal: AbortSignal): Promise<AuditCounters> {
  const answer = await client.send('GET', '/metrics', undefined, signal)
  if (answer.status !== 200) throw new EngineError(`GET /metrics: ${answer.status} ${answer.body.slice(0, 200)}`)
  return parseCounters(answer.body)
}

/** Reads the counters out of the Prometheus text format. */
export function parseCounters(text: string): AuditCounters {
  const sum = (name: string, label = ''): number => {
    let total = 0
    // Metric names stand at the start of a line; a search for each is far cheaper than parsing two megabytes.
    for (let at = text.indexOf(`\n${name}`); at >= 0; at = text.indexOf(`\n${name}`, at + 1)) {
      const after = text[at + 1 + name.length]
      if (after !== ' ' && after !== '{') continue
      const end = text.indexOf('\n', at + 1)
      const line = text.slice(at + 1, end < 0 ? undefined : end)
      if (line.includes(label)) total += Number(line.slice(line.lastIndexOf(' ') + 1))
    }
    return total
  }
  return {
    events: sum('apiserver_audit_event_total'),
    logErrors: sum('apiserver_audit_error_total', 'plugin="log"'),
    requests: sum('apiserver_audit_level_total'),
    longRunning: sum('apiserver_longrunning_requests'),
    processStart: sum('process_start_time_seconds'),
  }
}

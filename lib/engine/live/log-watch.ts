import type { Attributes } from '../../audit/attributes.js'
import type { ApiClient } from './api-client.js'
import type { Lane } from './cluster.js'
import { baseline, waitUntilComplete, type Complete } from './completeness.js'
import type { Exchange } from './trace.js'

/** A request that scenarios made, with who made it as far as that is known without an Event. */
export interface MadeRequest {
  readonly exchange: Exchange
  readonly user: Attributes['user']
}

/** Tells when a lane's log holds everything; begins before the first request is made. */
export interface LogWatch {
  /** Call it when every exchange has ended. A sentence when nothing can be said of the log. */
  complete(
    requests: readonly MadeRequest[],
    options: { readonly timeoutMilliseconds: number; readonly signal: AbortSignal },
  ): Promise<Complete | string>
}

/** By the server's own counters: for a server that answers nobody but the lab. */
export async function watchCounters(lane: Lane, client: ApiClient, signal: AbortSignal): Promise<LogWatch> {
  const start = await baseline(client, signal)
  return {
    complete: (requests, options) => {
      const sent = requests.filter(({ exchange }) => exchange.status !== null).length
      return waitUntilComplete(lane, client, start, sent, options)
    },
  }
}

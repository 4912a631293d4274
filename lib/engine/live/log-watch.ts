import type { Attributes } from '../../audit/attributes.js'
import type { Exchange } from './trace.js'

export interface Complete {
  /** Events that the server says it failed to write since the baseline. */
  readonly lost: number
  /** Requests beyond ours: the server's own, such as a watch of its informers that began anew. */
  readonly others: number
  /** Lines that were in the log then; absent where others' stand there too. */
  readonly lines?: number
  /** Why Events may be missing that the server does not count as lost; absent where it cannot be. */
  readonly doubt?: Doubt
}

export interface Doubt {
  readonly reason: string
  /** Whom it concerns: requests that lack an Event which the policy would have written, or also those without any Event. */
  readonly of: 'lacking' | 'silent'
}

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

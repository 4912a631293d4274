import { EngineError } from '../../errors.js'
import { saysPortTaken } from '../../util/fresh-ports.js'
import { waitFor } from '../../util/wait-for.js'
import { ApiClient } from './api-client.js'
import type { ApiServer, Credential } from './server.js'
import { refusal } from './server-log.js'

const READY_MILLISECONDS = 90_000

/** A kube-apiserver that was started and may not be ready yet. */
export interface StartedServer {
  readonly server: ApiServer
  hasEnded(): Promise<boolean>
  /** What it has printed. */
  printed(): Promise<string>
}

/**
 * Waits until a server is ready. Returns null when it is, and the server's own words when it has refused its policy.
 * Throws EngineError when it has ended for another reason, or is not ready in time.
 */
export async function waitUntilReady(
  started: StartedServer,
  admin: Credential,
  what: string,
  signal: AbortSignal,
): Promise<string | null> {
  using client = new ApiClient(started.server, admin)
  let answered = 'nothing'
  const outcome = await waitFor<'ready' | 'ended'>(
    async () => {
      if (await started.hasEnded()) return 'ended'
      // Until it listens there is no answer at all.
      const answer = await client.send('GET', '/readyz', undefined, signal).catch((error: unknown) => String(error))
      answered = typeof answer === 'string' ? answer : `${answer.status} ${answer.body.trim()}`
      return typeof answer !== 'string' && answer.status === 200 ? 'ready' : null
    },
    { timeoutMilliseconds: READY_MILLISECONDS, signal, everyMilliseconds: 50 },
  )
  if (outcome === 'ready') return null
  const printed = await started.printed()
  const refused = outcome === 'ended' ? refusal(printed) : null
  if (refused !== null) return refused
  const last = printed.trim().split('\n').slice(-3).join('\n')
  if (outcome === 'ended') throw new ServerEndedError(`${what} ended as it started:\n${last}`)
  throw new EngineError(
    `${what} is not ready after ${READY_MILLISECONDS / 1000} s: GET /readyz on ${started.server.host}:${started.server.port}: ${answered}\n${last}`,
    {
      hint: printed.includes('too many open files')
        ? 'inotify instances are used up: raise fs.inotify.max_user_instances (each kube-apiserver takes 6), or use fewer --lanes.'
        : 'Memory or processor may be short: use fewer --lanes.',
    },
  )
}

/** A server that ended by itself before it was ready. */
export class ServerEndedError extends EngineError {
  /** Somebody else took its port between the choice and the start. */
  get portTaken(): boolean {
    return saysPortTaken(this.message)
  }
}

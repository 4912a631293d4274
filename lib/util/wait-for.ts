import { setTimeout as pause } from 'node:timers/promises'

export interface WaitOptions {
  readonly timeoutMilliseconds: number
  readonly signal?: AbortSignal
  /** Pause between two tries. */
  readonly everyMilliseconds?: number
}

/**
 * Asks again and again until the answer is not null. Returns null when the time is over: the caller knows what to say.
 * Errors of `ask` end the wait.
 */
export async function waitFor<T>(ask: () => Promise<T | null>, options: WaitOptions): Promise<T | null> {
  const deadline = performance.now() + options.timeoutMilliseconds
  while (true) {
    options.signal?.throwIfAborted()
    const answer = await ask()
    if (answer !== null) return answer
    if (performance.now() >= deadline) return null
    await pause(
      options.everyMilliseconds ?? 50,
      undefined,
      options.signal === undefined ? {} : { signal: options.signal },
    )
  }
}

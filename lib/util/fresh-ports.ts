/** Docker itself tries ten ports in a row at each start; a KIND cluster can hold more than that in one block. */
const TRIES = 10

/** What Docker, kube-apiserver and etcd say of a port that somebody else has. */
const TAKEN = /address already in use|port is already allocated/

/** A program's words say that its port was taken between the choice and the start. */
export function saysPortTaken(words: string): boolean {
  return TAKEN.test(words)
}

/**
 * Starts again what failed because its port was taken, so that other ports are chosen: whoever chooses a free port,
 * Docker too, can only hope that it is still free when it is bound. `undo` removes what the failed start has left.
 */
export async function withFreshPorts<T>(start: () => Promise<T>, undo: () => Promise<void>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await start()
    } catch (error) {
      if (tries === TRIES || !(error instanceof Error) || !saysPortTaken(error.message)) throw error
      await undo()
    }
  }
}

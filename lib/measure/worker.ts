import { parentPort, workerData } from 'node:worker_threads'
import { countUnits, type CountSetup, type Unit } from './count-unit.js'
import type { PartCount } from './part-counter.js'

/** What a thread says: bytes that were read, or a unit's count. Errors end it. */
export type WorkerMessage = { readonly read: number } | { readonly count: PartCount }

// A worker has a port, and its setup is given by count-in-threads.ts.
const port = parentPort as NonNullable<typeof parentPort>
const setup = workerData as CountSetup
const tell = (message: WorkerMessage): void => port.postMessage(message)

port.on('message', (unit: Unit) => {
  void countUnits([unit], setup, { onRead: (read) => tell({ read }), signal: undefined }).then((count) =>
    tell({ count }),
  )
})

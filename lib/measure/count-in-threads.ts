import { Worker } from 'node:worker_threads'
import type { CountSetup, Unit } from './count-unit.js'
import { mergeParts } from './merge-parts.js'
import type { PartCount } from './part-counter.js'
import type { WorkerMessage } from './worker.js'

export interface ThreadOptions {
  readonly threads: number
  readonly onRead: (bytes: number) => void
  readonly signal: AbortSignal
}

/** Counts units in several threads. Throws what a thread throws, and what `signal` was aborted with. */
export async function countInThreads(
  units: readonly Unit[],
  setup: CountSetup,
  options: ThreadOptions,
): Promise<PartCount> {
  const counts = await countAll(units, setup, options)
  const cut = new Set(units.filter((_unit, index) => counts[index]?.isCut).map(({ file }) => file))
  const policies = setup.policies.length
  if (cut.size === 0) return mergeParts(units, counts, policies)
  // Something goes over the border of ranges: these files must be read in one go.
  const whole = [...cut].map((file): Unit => ({ file, range: null }))
  const again = await countAll(whole, setup, options)
  const kept = units.map((unit, index) => ({ unit, count: counts[index] })).filter(({ unit }) => !cut.has(unit.file))
  const all = [...kept, ...whole.map((unit, index) => ({ unit, count: again[index] }))]
  return mergeParts(
    all.map(({ unit }) => unit),
    all.flatMap(({ count }) => count ?? []),
    policies,
  )
}

async function countAll(
  units: readonly Unit[],
  setup: CountSetup,
  { threads, onRead, signal }: ThreadOptions,
): Promise<PartCount[]> {
  const counts: PartCount[] = []
  const waiting = [...units.entries()]
  const work = async (): Promise<void> => {
    await using thread = new Thread(setup, onRead)
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, unit] = next
      counts[index] = await thread.count(unit, signal)
    }
  }
  await Promise.all(Array.from({ length: Math.min(threads, units.length) }, work))
  return counts
}

class Thread {
  private readonly worker: Worker
  private readonly onRead: (bytes: number) => void

  constructor(setup: CountSetup, onRead: (bytes: number) => void) {
    this.worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: setup })
    this.onRead = onRead
  }

  /** Throws what the thread throws. */
  count(unit: Unit, signal: AbortSignal): Promise<PartCount> {
    signal.throwIfAborted()
    return new Promise((resolve, reject) => {
      const { worker } = this
      const end = (settle: () => void): void => {
        worker.off('error', fail).off('exit', exit).off('message', hear)
        signal.removeEventListener('abort', abort)
        settle()
      }
      const fail = (error: unknown): void =>
        end(() => reject(error instanceof Error ? error : new Error(String(error))))
      const abort = (): void => fail(signal.reason)
      const exit = (code: number): void => fail(new Error(`a thread ended with ${code}`))
      const hear = (message: WorkerMessage): void => {
        if ('count' in message) end(() => resolve(message.count))
        else this.onRead(message.read)
      }
      signal.addEventListener('abort', abort)
      worker.on('error', fail).on('exit', exit).on('message', hear)
      worker.postMessage(unit)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.worker.terminate()
  }
}

import { availableParallelism } from 'node:os'
import type { LogFile } from '../log/log-file.js'
import type { Policy } from '../policy/policy.js'
import { policyVolume, type Projection } from '../volume/policy-volume.js'
import type { VolumeResult } from '../volume/result.js'
import { Times } from '../volume/times.js'
import { noTotals } from '../volume/totals.js'
import { countUnits, type CountOptions, type CountSetup, type Unit } from './count-unit.js'
import type { PartCount } from './part-counter.js'
import { LARGE, planUnits } from './plan-units.js'

export interface NamedPolicy {
  readonly name: string
  readonly path: string
  readonly policy: Policy
}

export interface MeasureOptions {
  /** The policy that the log was taken under; null when nobody knows. */
  readonly takenUnder: NamedPolicy | null
  readonly projection: Projection
  /** Hears how many bytes of the files were read, and how many there are; null where a pipe does not say. */
  readonly onProgress: (read: number, all: number | null) => void
  readonly signal: AbortSignal
  /** Threads for a large log; as many as there are cores without it. */
  readonly threads?: number
}

const SAMPLES = 8
const STRIDE_OF_A_PIPE = 16 * 1024 * 1024

/** Counts what policies would have written of a log. Throws InputError where a file cannot be read at all. */
export async function measureLog(
  files: readonly LogFile[],
  policies: readonly NamedPolicy[],
  options: MeasureOptions,
): Promise<VolumeResult> {
  const { takenUnder, projection } = options
  const { from, to, times, ...count } = await countLog(
    files,
    policies.map(({ policy }) => policy),
    options,
  )
  const { events, bytes, rewritten, skippedLines, skipped } = count
  return {
    schemaVersion: 1,
    input: {
      ...{ files: files.length, events, bytes, from, to, rewritten, skippedLines, skipped },
      takenUnder: takenUnder?.path ?? null,
    },
    policies: policies.map((policy, index) => {
      const counted = { totals: count.totals[index] ?? noTotals(), sample: count.samples[index] ?? NO_SAMPLE }
      return policyVolume({ ...policy, ...counted }, times, index, projection)
    }),
  }
}

const NO_SAMPLE = { bytes: 0, gzipped: 0 }

interface LogCount extends Omit<PartCount, 'times'> {
  readonly times: Times
  readonly from: string | null
  readonly to: string | null
}

async function countLog(
  files: readonly LogFile[],
  policies: readonly Policy[],
  { takenUnder, onProgress, signal, threads = availableParallelism() }: MeasureOptions,
): Promise<LogCount> {
  const { units, size } = await planUnits(files, threads)
  const stride = size === null ? STRIDE_OF_A_PIPE : size / SAMPLES
  const setup = { policies, under: takenUnder?.policy ?? null, stride }
  let read = 0
  const onRead = (bytes: number): void => onProgress((read += bytes), size)
  const isLarge = threads > 1 && units.length > 1 && size !== null && size > LARGE
  const count = isLarge
    ? await (await import('./count-in-threads.js')).countInThreads(units, setup, { threads, onRead, signal })
    : await countHere(units, setup, { onRead, signal })
  const times = new Times(policies.length)
  times.add(count.times)
  const at = (time: number): string | null => (Number.isFinite(time) ? new Date(time).toISOString() : null)
  return { ...count, times, from: at(times.first), to: at(times.end) }
}

async function countHere(units: readonly Unit[], setup: CountSetup, options: CountOptions): Promise<PartCount> {
  const count = await countUnits(units, setup, options)
  if (!count.isCut) return count
  // Something in a file goes over more than one line.
  return countUnits(
    units.map(({ file }) => ({ file, range: null })),
    setup,
    options,
  )
}

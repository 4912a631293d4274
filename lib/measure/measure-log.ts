import { stat } from 'node:fs/promises'
import { STANDARD_INPUT, type LogFile } from '../log/log-file.js'
import { readLog, type SkippedLine } from '../log/read-log.js'
import type { Policy } from '../policy/policy.js'
import { measureEvent } from '../volume/measured-event.js'
import { policyVolume, type Projection } from '../volume/policy-volume.js'
import type { VolumeResult } from '../volume/result.js'
import { Tally } from '../volume/tally.js'
import { GzipSampler } from './gzip-sampler.js'

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
}

/** So many lines that hold no Event are shown. */
const SHOWN = 10
const SAMPLES = 12
const STRIDE_OF_A_PIPE = 16 * 1024 * 1024

/** Counts what policies would have written of a log. Throws InputError where a file cannot be read at all. */
export async function measureLog(
  files: readonly LogFile[],
  policies: readonly NamedPolicy[],
  { takenUnder, projection, onProgress, signal }: MeasureOptions,
): Promise<VolumeResult> {
  const size = await sizeOf(files)
  const all = policies.map(({ policy }) => policy)
  const tally = new Tally(all, takenUnder?.policy ?? null)
  const sampler = new GzipSampler(all, size === null ? STRIDE_OF_A_PIPE : size / SAMPLES)
  const skipped: SkippedLine[] = []
  const input = { files: files.length, events: 0, bytes: 0, rewritten: 0, skippedLines: 0 }
  let read = 0
  const onRead = (bytes: number): void => onProgress((read += bytes), size)
  const onSkipped = (one: SkippedLine): void => {
    input.skippedLines += 1
    if (skipped.length < SHOWN) skipped.push(one)
  }
  for await (const events of readLog(files, { onSkipped, onRead, signal })) {
    for (const { event, text, node, rewritten } of events) {
      const measured = measureEvent(event, text, node ?? '', tally.withoutManagedFields)
      tally.add(measured)
      if (sampler.wants(measured.bytes)) sampler.add(event, text)
      input.events += 1
      input.bytes += measured.bytes
      if (rewritten) input.rewritten += 1
    }
  }
  tally.settle()
  const { times } = tally
  const at = (time: number): string | null => (Number.isFinite(time) ? new Date(time).toISOString() : null)
  const samples = sampler.samples()
  return {
    schemaVersion: 1,
    input: { ...input, from: at(times.first), to: at(times.end), takenUnder: takenUnder?.path ?? null, skipped },
    policies: policies.map((policy, index) =>
      policyVolume(
        {
          ...policy,
          totals: tally.totals[index] as (typeof tally.totals)[number],
          sample: samples[index] ?? { bytes: 0, gzipped: 0 },
        },
        times,
        index,
        projection,
      ),
    ),
  }
}

/** Bytes of all files; null where one is a pipe. */
async function sizeOf(files: readonly LogFile[]): Promise<number | null> {
  let sum = 0
  for (const { path } of files) {
    if (path === STANDARD_INPUT) return null
    const status = await stat(path)
    if (!status.isFile()) return null
    sum += status.size
  }
  return sum
}

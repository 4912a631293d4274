import type { LogFile } from '../log/log-file.js'
import { readFileBlocks } from '../log/read-file.js'
import { readRange, type Range } from '../log/read-range.js'
import type { Policy } from '../policy/policy.js'
import { PartCounter, type PartCount } from './part-counter.js'

/** A file, or the lines of it that begin in a range of bytes. */
export interface Unit {
  readonly file: LogFile
  readonly range: Range | null
}

/** What is asked of a log. */
export interface CountSetup {
  readonly policies: readonly Policy[]
  /** The policy that it was taken under; null when nobody knows. */
  readonly under: Policy | null
  /** How many bytes of it one stretch of the sample for gzip stands for. */
  readonly stride: number
}

export interface CountOptions {
  readonly onRead: (bytes: number) => void
  readonly signal: AbortSignal | undefined
}

/** Counts units, one after the other. */
export async function countUnits(
  units: readonly Unit[],
  { policies, under, stride }: CountSetup,
  { onRead, signal }: CountOptions,
): Promise<PartCount> {
  const counter = new PartCounter(policies, under, stride)
  for (const { file, range } of units) {
    counter.begin(file, range !== null)
    const onFailure = (message: string): void => counter.fail(message)
    const blocks =
      range === null
        ? readFileBlocks(file, { onFailure, onRead, signal })
        : readRange(file.path, range, { onFailure, onRead, signal })
    for await (const block of blocks) {
      counter.push(block)
      if (counter.isCut) return counter.result()
    }
    counter.end()
  }
  return counter.result()
}

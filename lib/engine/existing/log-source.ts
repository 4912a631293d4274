/** The lines that a cluster's audit log gets from now on. */
export interface LogSource extends AsyncDisposable {
  /** Why the server may have made Events that never arrive here; null for a log that is written before the answer ends. */
  readonly lossy: string | null
  /** Reads on to the end of what there is now; `keep` says which lines to hold, for a log of others may be long. Throws EngineError when the log is not the one any more. */
  poll(keep: (line: string) => boolean): Promise<void>
  /** Whole lines since the start, of whatever request. */
  readonly count: number
  /** Lines that were kept, without their newline, in order. */
  readonly lines: readonly string[]
}

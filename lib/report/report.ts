import type { RunResult } from '../run/result.js'

interface ReportOptions {
  /** Whether the reader of this output shows colours. Only `text` uses them. */
  readonly color: boolean
  /** Columns of the terminal, null when the output is no terminal. Only `text` uses it. */
  readonly width: number | null
  /** The folder that file names are shown relative to, null to leave them as they are. `json` leaves them always. */
  readonly root: string | null
}

/** A report writes a result down. It decides nothing: verdicts, counts and the exit status are in the result. */
export type Report = (result: RunResult, options: ReportOptions) => string

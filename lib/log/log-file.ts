/** One file of an audit log, or standard input. */
export interface LogFile {
  /** `-` for standard input. */
  readonly path: string
  /** What tells the servers apart of which there are logs: a folder, or the beginning of a file's name. Null for the only one. */
  readonly node: string | null
}

export const STANDARD_INPUT = '-'

/** What a question found, as rows; a report writes it as text, JSON or CSV. Strings are as the log has them. */
export interface Answer {
  readonly tables: readonly AnswerTable[]
  /** What the rows do not say, in sentences. */
  readonly notes: readonly string[]
  /** Whole Events, where they were asked for. */
  readonly events: readonly unknown[]
  /** Whether what was asked for holds: false makes exit status 1. */
  readonly holds: boolean
}

export interface AnswerTable {
  /** Its name in JSON, and its heading. */
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

export type Cell = string | number | null

/** What was read to answer. */
export interface AnswerInput {
  readonly files: number
  readonly events: number
  readonly skipped: {
    readonly lines: number
    readonly first: readonly { file: string; line: number; message: string }[]
  }
}

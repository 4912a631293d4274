/**
 * The errors that a user can do something about. Anything else that is thrown is a bug and is shown with its stack.
 * The exit status follows from the class: usage 2, engine 3, interruption 130.
 */
export class LabError extends Error {
  /** What the user can do about it, as a sentence; null when the message says it already. */
  readonly hint: string | null

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = new.target.name
    this.hint = options.hint ?? null
  }
}

/** One mistake in a file, with its place. Lines and columns count from 1. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** Bad usage, or a scenario, policy, cells or suite file that cannot be used: exit status 2. Holds every problem found. */
export class InputError extends LabError {
  readonly problems: readonly Problem[]

  constructor(message: string, options: { problems?: readonly Problem[]; hint?: string; cause?: unknown } = {}) {
    super(message, options)
    this.problems = options.problems ?? []
  }
}

/** The engine or the machine failed: exit status 3. */
export class EngineError extends LabError {}

/** Ctrl-C or SIGTERM: exit status 130. */
export class InterruptedError extends LabError {}

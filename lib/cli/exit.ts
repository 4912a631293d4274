import pc from 'picocolors'
import { EngineError, InputError, InterruptedError, LabError } from '../errors.js'
import { wantsColor } from './streams.js'

export const EXIT = { held: 0, failed: 1, usage: 2, engine: 3, interrupted: 130 } as const
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT]

/** Prints an error for people on standard error and returns the exit status that it calls for. */
export function reportError(error: unknown, interrupted: boolean): ExitStatus {
  const colors = pc.createColors(wantsColor(process.stderr))
  const print = (text: string): void => void process.stderr.write(`${text}\n`)
  if (isSuppressed(error)) {
    const status = reportError(error.suppressed, false)
    const { message } = error.error instanceof Error ? error.error : new Error(String(error.error))
    print(`${colors.red('audit-lab:')} what was started could not be removed: ${message}`)
    print('The next command that starts an engine removes it, once that is possible.')
    return status === EXIT.interrupted || interrupted ? EXIT.interrupted : EXIT.engine
  }
  if (interrupted || error instanceof InterruptedError) {
    print('audit-lab: interrupted; what was started is removed')
    return EXIT.interrupted
  }
  const way = wayOut(error)
  if (way !== null) {
    print(`${colors.red('audit-lab:')} ${(error as Error).message}`)
    print(way)
    return EXIT.engine
  }
  if (!(error instanceof LabError)) {
    print(colors.red('audit-lab: this is a bug in audit-lab, please report it with the lines below'))
    print(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return EXIT.engine
  }
  print(`${colors.red('audit-lab:')} ${error.message}`)
  if (error instanceof InputError) {
    for (const { file, line, column, message } of error.problems)
      print(`${colors.bold(`${file}:${line}:${column}`)}: ${message}`)
  }
  if (error.hint !== null) print(error.hint)
  return error instanceof InputError ? EXIT.usage : error instanceof EngineError ? EXIT.engine : EXIT.failed
}

/** Refusals of the operating system that no code of ours could have avoided, and what can be done about them. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room, or name another place for temporary files with TMPDIR.',
  EDQUOT: 'Make room, or name another place for temporary files with TMPDIR.',
  EROFS: 'Name a place that can be written; temporary files go where TMPDIR says.',
  EACCES: 'Name a place that you may use; temporary files go where TMPDIR says.',
  EMFILE: 'Allow more open files: ulimit -n.',
  ENFILE: 'Close what keeps files open: the whole machine has no more.',
  ENOMEM: 'Memory is short: use fewer --lanes.',
}

function wayOut(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return WAYS_OUT[error.code] ?? null
}

/** The end of an `await using` failed while another error was on its way; TypeScript throws both in one. */
function isSuppressed(error: unknown): error is Error & { readonly error: unknown; readonly suppressed: unknown } {
  return error instanceof Error && error.name === 'SuppressedError' && 'suppressed' in error && 'error' in error
}

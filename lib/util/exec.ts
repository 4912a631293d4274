import { execa, type Options } from 'execa'
import { EngineError, InterruptedError } from '../errors.js'

export interface CommandResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly timedOut: boolean
}

export interface CommandOptions {
  readonly input?: string | Uint8Array
  /** Replaces the whole environment when given; the lab's own otherwise. */
  readonly environment?: Readonly<Record<string, string>>
  readonly directory?: string
  readonly timeoutMilliseconds?: number
  readonly signal?: AbortSignal
  /** Called with the process id as soon as there is one. */
  readonly onStart?: (pid: number) => Promise<void> | void
  /** Every line of standard error as it comes. */
  readonly onErrorLine?: (line: string) => void
  /** In a process group of its own, which ends as a whole: for shells, whose children would outlive them. */
  readonly group?: boolean
}

/** A command that failed, with the line that a user can paste to see it fail. */
class CommandError extends EngineError {
  readonly result: CommandResult

  constructor(command: string, args: readonly string[], result: CommandResult, reason: string, cause?: unknown) {
    const output = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-15).join('\n')
    super(`${[command, ...args].map(quote).join(' ')}: ${reason}${output === '' ? '' : `\n${output}`}`, {
      cause,
      ...(/docker daemon|docker\.sock/i.test(output) ? { hint: 'Start Docker, then run again.' } : {}),
    })
    this.result = result
  }
}

function quote(word: string): string {
  const short = word.length > 300 ? `${word.slice(0, 300)}…` : word
  return /^[\w@%+=:,./-]+$/.test(short) ? short : `'${short.replaceAll("'", "'\\''")}'`
}

/** Runs a command to its end, whatever its exit status. Throws EngineError only when it cannot be started. */
export async function attempt(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  options.signal?.throwIfAborted()
  const settings: Options = {
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 2 ** 30,
    ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
    ...(options.environment === undefined ? {} : { env: options.environment, extendEnv: false }),
    ...(options.directory === undefined ? {} : { cwd: options.directory }),
    ...(options.group === true ? { detached: true, cleanup: false } : {}),
  }
  const child = execa(command, args, settings)
  const time = { over: false }
  const end = (signal: NodeJS.Signals): void => {
    try {
      if (options.group === true && child.pid !== undefined) process.kill(-child.pid, signal)
      else child.kill(signal)
    } catch {
      // It has ended by itself.
    }
  }
  // SIGKILL follows for what does not heed SIGTERM; the timer must not keep the lab alive. What has left the group still
  // holds the pipes: nobody waits for it.
  const stop = (): void => {
    end('SIGTERM')
    setTimeout(() => {
      end('SIGKILL')
      child.stdout?.destroy()
      child.stderr?.destroy()
    }, 2000).unref()
  }
  const timer =
    options.timeoutMilliseconds === undefined
      ? undefined
      : setTimeout(() => {
          time.over = true
          stop()
        }, options.timeoutMilliseconds)
  options.signal?.addEventListener('abort', stop, { once: true })
  try {
    if (child.pid !== undefined) await options.onStart?.(child.pid)
    if (options.onErrorLine !== undefined) forwardLines(child.stderr, options.onErrorLine)
    const done = await child
    if (done.exitCode === undefined && done.signal === undefined && !time.over) {
      throw new EngineError(`${command} cannot be started: ${done.shortMessage ?? 'unknown reason'}`, {
        hint: `Install ${command} and put it on PATH.`,
        cause: done.cause,
      })
    }
    return {
      exitCode: done.exitCode ?? null,
      stdout: text(done.stdout),
      stderr: text(done.stderr),
      timedOut: time.over,
    }
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', stop)
    // What a shell has left in the background.
    if (options.group === true) end('SIGKILL')
  }
}

/** Runs a command that must succeed; returns its standard output. Throws CommandError. */
export async function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await attempt(command, args, options)
  if (options.signal?.aborted === true) throw new InterruptedError('interrupted')
  if (result.timedOut)
    throw new CommandError(command, args, result, `no answer in ${options.timeoutMilliseconds ?? 0} ms`)
  if (result.exitCode !== 0) {
    throw new CommandError(
      command,
      args,
      result,
      `exit status ${String(result.exitCode ?? 'unknown (ended by a signal)')}`,
    )
  }
  return result.stdout
}

/** As `run`; standard output as bytes: a file that is read in pieces may be cut within a character. */
export async function runForBytes(command: string, args: readonly string[]): Promise<Buffer> {
  const done = await execa(command, args, { reject: false, stdin: 'ignore', encoding: 'buffer', maxBuffer: 2 ** 30 })
  if (done.exitCode === 0) return Buffer.from(done.stdout)
  const result = {
    exitCode: done.exitCode ?? null,
    stdout: '',
    stderr: Buffer.from(done.stderr).toString(),
    timedOut: false,
  }
  throw new CommandError(command, args, result, `exit status ${String(done.exitCode ?? 'unknown')}`)
}

/**
 * Runs a command that must succeed and yields its standard output line by line, each with its newline but a torn last
 * one: the whole may be longer than a string can be. Throws CommandError when the command has failed.
 */
export async function* linesOf(command: string, args: readonly string[]): AsyncGenerator<string> {
  const child = execa(command, args, { reject: false, stdin: 'ignore', buffer: { stdout: false } })
  for await (const line of child.iterable({ preserveNewlines: true })) yield line
  const { exitCode, stderr } = await child
  if (exitCode === 0) return
  const result = { exitCode: exitCode ?? null, stdout: '', stderr: text(stderr), timedOut: false }
  throw new CommandError(command, args, result, `exit status ${String(exitCode ?? 'unknown')}`)
}

function text(output: unknown): string {
  return typeof output === 'string' ? output : ''
}

function forwardLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = ''
  stream?.on('data', (chunk: Buffer | string) => {
    const lines = (rest + chunk.toString()).split(/[\r\n]+/)
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
}

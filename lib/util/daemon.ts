import { execa } from 'execa'
import { EngineError } from '../errors.js'

/**
 * A process that goes on until it is stopped. Its standard error and output go into a file, so that it never waits for
 * us; it is in a process group of its own, so that Ctrl-C in a terminal reaches the lab alone, which then ends it.
 */
export class Daemon implements AsyncDisposable {
  /** Where its output goes. */
  readonly log: string
  /** Resolves when it has ended, by whatever. */
  readonly ended: Promise<void>
  private running = true
  private readonly kill: () => void

  private constructor(log: string, ended: Promise<unknown>, kill: () => void) {
    this.log = log
    this.kill = kill
    this.ended = ended.then(() => {
      this.running = false
    })
  }

  /** `environment` is the whole of it. Throws EngineError when there is no such program. */
  static start(
    command: string,
    args: readonly string[],
    options: { readonly log: string; readonly environment: Readonly<Record<string, string>> },
  ): Daemon {
    const child = execa(command, args, {
      reject: false,
      detached: true,
      cleanup: false,
      stdin: 'ignore',
      stdout: { file: options.log, append: true },
      stderr: { file: options.log, append: true },
      buffer: false,
      env: options.environment,
      extendEnv: false,
    })
    if (child.pid === undefined) throw new EngineError(`${command} cannot be started`)
    return new Daemon(options.log, child, () => void child.kill('SIGKILL'))
  }

  get hasEnded(): boolean {
    return !this.running
  }

  /** At once and surely: what it holds is thrown away, so there is nothing that it could save. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.running) this.kill()
    await this.ended
  }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { EngineError } from '../errors.js'

/**
 * A process that goes on until it is stopped. It writes its standard error and output into a file by itself, so that it
 * never waits for us; it is in a process group of its own, so that Ctrl-C in a terminal reaches the lab alone, which then ends it.
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
    const output = openSync(options.log, 'a', 0o600)
    const child = spawn(command, args, {
      detached: true,
      stdio: ['ignore', output, output],
      env: options.environment,
    })
    closeSync(output)
    const { pid } = child
    if (pid === undefined) {
      // Said once more as an event, later.
      child.once('error', () => undefined)
      throw new EngineError(`${command} cannot be started`)
    }
    return new Daemon(options.log, once(child, 'exit'), () => {
      try {
        // Its whole group.
        process.kill(-pid, 'SIGKILL')
      } catch {
        // It has ended by itself.
      }
    })
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

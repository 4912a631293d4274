import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitFor } from '../../../lib/util/wait-for.js'
import { startAuditLab, type Running } from './audit-lab.js'
import { policy } from './files.js'

/** A temporary folder and a state folder for binary runs of one test: what they leave is seen in them (Linux). */
export class BinaryPlace implements AsyncDisposable {
  readonly directory: string

  private constructor(directory: string) {
    this.directory = directory
  }

  static async make(): Promise<BinaryPlace> {
    const directory = await realpath(await mkdtemp(join(tmpdir(), 'faults-')))
    await mkdir(join(directory, 'tmp'))
    return new BinaryPlace(directory)
  }

  /** Starts a run of a scenario under the catch-all. */
  async start(scenario: string, environment: Readonly<Record<string, string>> = {}): Promise<Running> {
    const file = join(this.directory, 'scenario.yaml')
    const everything = join(this.directory, 'everything.yaml')
    await writeFile(file, scenario)
    await writeFile(everything, policy('RequestResponse'))
    return startAuditLab(['run', file, '-p', everything, '--engine', 'binary', '-o', 'json'], {
      environment: {
        TMPDIR: join(this.directory, 'tmp'),
        XDG_STATE_HOME: join(this.directory, 'state'),
        ...environment,
      },
    })
  }

  /** Waits until the scenario has come to its pause: see `pausing`. */
  async paused(running: Running): Promise<void> {
    const ended = { is: false }
    void running.ended.then(() => (ended.is = true))
    const isPaused = (): boolean => existsSync(join(this.directory, 'started'))
    await waitFor(() => Promise.resolve(ended.is || isPaused() ? true : null), { timeoutMilliseconds: 120_000 })
    if (isPaused()) return
    running.signal('SIGINT')
    throw new Error(`the scenario has not come to its pause:\n${(await running.ended).stderr}`)
  }

  /** Lets the scenario go on after its pause. */
  proceed(): Promise<void> {
    return writeFile(join(this.directory, 'go'), '')
  }

  /** The audit log of the one lane that runs. */
  async laneLog(): Promise<string> {
    const [run = ''] = await readdir(join(this.directory, 'tmp'))
    const folders = await readdir(join(this.directory, 'tmp', run))
    return join(this.directory, 'tmp', run, folders.find((name) => /^lane-\w+-\d+$/.test(name)) ?? '', 'audit.log')
  }

  /** Sends a signal to this place's processes whose command line matches. */
  async signal(pattern: RegExp, signal: NodeJS.Signals): Promise<void> {
    const found = (await this.processes()).filter(({ command }) => pattern.test(command))
    if (found.length === 0) throw new Error(`no process of the run matches ${String(pattern)}`)
    for (const { pid } of found) process.kill(pid, signal)
  }

  /** Processes, directories and records that are still there. */
  async left(): Promise<string[]> {
    return [
      ...(await this.processes()).map(({ pid, command }) => `process ${pid}: ${command}`),
      ...(await readdir(join(this.directory, 'tmp'))),
      ...(await readdir(join(this.directory, 'state', 'audit-lab', 'runs')).catch(() => [])),
    ]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { pid } of await this.processes()) process.kill(pid, 'SIGKILL')
    await rm(this.directory, { recursive: true, force: true })
  }

  /** Known by the environment that they inherit. */
  private async processes(): Promise<{ pid: number; command: string }[]> {
    const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
    const found = await Promise.all(
      pids.map(async (pid) => {
        const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
        const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
        return environment.includes(`${this.directory}/`) && command !== ''
          ? [{ pid: Number(pid), command: command.replaceAll('\0', ' ') }]
          : []
      }),
    )
    return found.flat()
  }
}

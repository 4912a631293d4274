import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly pid: number
  readonly ended: Promise<Ended>
  /** Resolves when standard error holds the text; rejects when the command ends before. */
  until(text: string): Promise<void>
  /** To the whole process group, as a terminal does on Ctrl-C. */
  signal(signal: NodeJS.Signals): void
}

export interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>
  readonly directory?: string
}

/** Starts `audit-lab` as a user does, in a process group of its own, and not as in CI, which changes what is a failure. */
export function startAuditLab(args: readonly string[], options: StartOptions = {}): Running {
  const inherited = { ...process.env }
  delete inherited['CI']
  delete inherited['GITHUB_ACTIONS']
  const child = spawn(process.execPath, [join(process.cwd(), 'bin/audit-lab.js'), ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, ...options.environment },
    ...(options.directory === undefined ? {} : { cwd: options.directory }),
  })
  let stdout = ''
  let stderr = ''
  const watchers = new Set<() => void>()
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    for (const look of watchers) look()
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
  const { pid } = child
  if (pid === undefined) throw new Error('audit-lab cannot be started')
  return {
    pid,
    ended,
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!stderr.includes(text)) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
        void ended.then(() => reject(new Error(`audit-lab ended before it said "${text}":\n${stderr}`)))
      }),
    signal: (signal) => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-pid, signal)
    },
  }
}

/** Runs `audit-lab` to its end. */
export function auditLab(args: readonly string[], options: StartOptions = {}): Promise<Ended> {
  return startAuditLab(args, options).ended
}

import { readFile } from 'node:fs/promises'
import { attempt } from './exec.js'

/** A process that owns something. A pid alone is used again by the system, so its start time stands beside it. */
export interface Owner {
  readonly pid: number
  readonly startedAt: string
}

/** The start time of a process in the system's own words, null when there is no such process. */
async function startTime(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
    // The command name, in parentheses, may hold spaces; field 22 counts from there (proc_pid_stat(5)). Z is a zombie.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields === undefined || fields[0] === 'Z' ? null : (fields[19] ?? null)
  }
  const listed = await attempt('ps', ['-o', 'lstart=', '-p', String(pid)])
  return listed.exitCode === 0 ? listed.stdout.trim() : null
}

export async function ownerOf(pid: number): Promise<Owner | null> {
  const startedAt = await startTime(pid)
  return startedAt === null ? null : { pid, startedAt }
}

export async function thisProcess(): Promise<Owner> {
  return { pid: process.pid, startedAt: (await startTime(process.pid)) ?? 'unknown' }
}

export async function isAlive(owner: Owner): Promise<boolean> {
  return (await startTime(owner.pid)) === owner.startedAt
}

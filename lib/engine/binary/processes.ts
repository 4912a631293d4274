import { readdir, readFile } from 'node:fs/promises'
import { sep } from 'node:path'
import { attempt } from '../../util/exec.js'
import { waitFor } from '../../util/wait-for.js'

/** The programs that a run starts and that could outlive it. */
const PROGRAMS = /(^|\/)(etcd|kube-apiserver)$/

/**
 * Ends servers that work in a run's private directory. They are known by their arguments, not by pids that were written
 * down: no moment is left in which a server runs that no record names, and no pid can have been given to another.
 */
export async function endServersIn(directory: string): Promise<void> {
  await waitFor(
    async () => {
      const pids = await serversIn(directory)
      for (const pid of pids) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // It has ended by itself.
        }
      }
      return pids.length === 0 ? true : null
    },
    { timeoutMilliseconds: 10_000 },
  )
}

async function serversIn(directory: string): Promise<number[]> {
  const commands = process.platform === 'linux' ? await fromProc() : await fromPs()
  return commands.flatMap(({ pid, words }) =>
    PROGRAMS.test(words[0] ?? '') && words.some((word) => word.includes(`${directory}${sep}`)) ? [pid] : [],
  )
}

interface Command {
  readonly pid: number
  readonly words: readonly string[]
}

async function fromProc(): Promise<Command[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  return Promise.all(
    pids.map(async (pid) => {
      // Empty for a process that has ended and is not waited for.
      const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      return { pid: Number(pid), words: text.split('\0') }
    }),
  )
}

async function fromPs(): Promise<Command[]> {
  const { stdout } = await attempt('ps', ['-axww', '-o', 'pid=,command='])
  return stdout.split('\n').map((line) => {
    const [pid = '', ...words] = line.trim().split(/\s+/)
    return { pid: Number(pid), words }
  })
}

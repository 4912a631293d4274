import { open, stat } from 'node:fs/promises'
import { HEAD } from '../log/event-text.js'
import { STANDARD_INPUT, type LogFile } from '../log/log-file.js'
import type { Unit } from './count-unit.js'

/** How a log is read: its files, the large ones in parts. */
export interface Plan {
  readonly units: readonly Unit[]
  /** Bytes of all files; null where one is a pipe. */
  readonly size: number | null
}

/** Large enough that starting a thread does not matter, and small enough that all threads end together. */
export const LARGE = 64 * 1024 * 1024

/** Plain files of lines as the server writes them are read by ranges, large ones in parts where there are threads to read them. */
export async function planUnits(files: readonly LogFile[], threads: number): Promise<Plan> {
  const plans = await Promise.all(files.map((file) => planFile(file, threads)))
  const sizes = plans.map(({ size }) => size)
  const known = sizes.filter((size) => size !== null)
  return {
    units: plans.flatMap(({ units }) => units),
    size: known.length < sizes.length ? null : known.reduce((all, size) => all + size, 0),
  }
}

async function planFile(file: LogFile, threads: number): Promise<Plan> {
  const whole = [{ file, range: null }]
  const status = file.path === STANDARD_INPUT ? null : await stat(file.path)
  if (status === null || !status.isFile()) return { units: whole, size: null }
  const { size } = status
  if (!(await beginsAsServers(file.path))) return { units: whole, size }
  const count = threads < 2 ? 1 : Math.ceil(size / LARGE)
  const border = (index: number): number => Math.floor((size * index) / count)
  const units = Array.from({ length: count }, (_, index) => ({
    file,
    range: { start: border(index), end: border(index + 1) },
  }))
  return { units, size }
}

async function beginsAsServers(path: string): Promise<boolean> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD.length), 0, HEAD.length, 0)
  return buffer.toString('latin1', 0, bytesRead) === HEAD
}

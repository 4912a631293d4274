import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../../errors.js'
import type { Owner } from '../../util/owner.js'
import { stateDirectory } from '../live/state-directory.js'

/** What the lab knows of a cluster that it made: a directory (0700) for each, with record.json in it. */
export interface ClusterRecord {
  readonly name: string
  /** Left by its owner on purpose: only `cluster down` removes it. */
  readonly keep: boolean
  /** Who made it. */
  readonly owner: Owner
  /** `kind create` while it runs: it outlives an owner that was killed, and must not go on. */
  readonly creator: Owner | null
  /** The run that uses it now. */
  readonly session: { readonly owner: Owner; readonly directory: string } | null
  readonly image: string | null
  /** The main server's policy: null for the catch-all. */
  readonly policy: string | null
  readonly lanes: number
}

export function clusterDirectory(name: string): string {
  return join(stateDirectory('clusters'), name)
}

export function kubeconfigPath(name: string): string {
  return join(clusterDirectory(name), 'kubeconfig')
}

/** Takes the name. Throws EngineError when a cluster of ours has it. */
export async function claimName(record: ClusterRecord): Promise<void> {
  await mkdir(stateDirectory('clusters'), { recursive: true, mode: 0o700 })
  await mkdir(clusterDirectory(record.name), { mode: 0o700 }).catch((error: unknown) => {
    throw new EngineError(`there is a cluster ${record.name} already`, {
      hint: `Use it with --cluster ${record.name}, or remove it with: audit-lab cluster down --name ${record.name}`,
      cause: error,
    })
  })
  await writeRecord(record)
}

/** Written whole or not at all. */
export async function writeRecord(record: ClusterRecord): Promise<void> {
  const file = join(clusterDirectory(record.name), 'record.json')
  await writeFile(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

export async function readRecord(name: string): Promise<ClusterRecord | null> {
  const text = await readFile(join(clusterDirectory(name), 'record.json'), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as ClusterRecord)
}

export async function listRecords(): Promise<ClusterRecord[]> {
  const names = await readdir(stateDirectory('clusters')).catch(() => [])
  const records = await Promise.all(names.sort().map(readRecord))
  return records.filter((record) => record !== null)
}

export async function forget(name: string): Promise<void> {
  await rm(clusterDirectory(name), { recursive: true, force: true })
}

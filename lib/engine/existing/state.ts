import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Owner } from '../../util/owner.js'

/** A run in a cluster that somebody else runs: enough to remove what it made, should it be killed. */
export interface SessionRecord {
  /** Also the value of the label that everything it makes bears. */
  readonly id: string
  readonly owner: Owner
  /** Absolute. */
  readonly kubeconfig: string
  readonly context: string
  readonly url: string
  readonly directory: string
}

/** `$XDG_STATE_HOME/audit-lab/existing`, by default in ~/.local/state. */
function stateDirectory(): string {
  return join(process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), 'audit-lab', 'existing')
}

const fileOf = (id: string): string => join(stateDirectory(), `${id}.json`)

/** Written whole or not at all. */
export async function writeSession(record: SessionRecord): Promise<void> {
  await mkdir(stateDirectory(), { recursive: true, mode: 0o700 })
  await writeFile(`${fileOf(record.id)}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 })
  await rename(`${fileOf(record.id)}.new`, fileOf(record.id))
}

export async function listSessions(): Promise<SessionRecord[]> {
  const names = await readdir(stateDirectory()).catch(() => [])
  const texts = names
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFile(join(stateDirectory(), name), 'utf8'))
  return (await Promise.all(texts)).map((text) => JSON.parse(text) as SessionRecord)
}

export async function forgetSession(id: string): Promise<void> {
  await rm(fileOf(id), { force: true })
}

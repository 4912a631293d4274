import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isAlive, thisProcess, type Owner } from '../../util/owner.js'
import { TemporaryDirectory } from '../../util/temporary-directory.js'
import { stateDirectory } from './state-directory.js'

/** What a run without a cluster record of its own leaves on disk about itself while it runs: one file for each. */
export interface RunRecord {
  /** Names what belongs to the run: its directory, and the label of its containers. */
  readonly id: string
  readonly engine: string
  readonly owner: Owner
  /** Private, with keys and logs in it. Processes of the run have it in their arguments. */
  readonly directory: string
}

/** A private directory for the length of a run, with a record by which the next command finds what a killed one left. */
export class OwnedRun implements AsyncDisposable {
  readonly record: RunRecord
  private readonly temporary: TemporaryDirectory

  private constructor(record: RunRecord, temporary: TemporaryDirectory) {
    this.record = record
    this.temporary = temporary
  }

  static async open(engine: string): Promise<OwnedRun> {
    const temporary = await TemporaryDirectory.create()
    const id = basename(temporary.path).toLowerCase()
    const record = { id, engine, owner: await thisProcess(), directory: temporary.path }
    try {
      await mkdir(stateDirectory('runs'), { recursive: true, mode: 0o700 })
      // Written whole or not at all.
      await writeFile(`${fileOf(id)}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 })
      await rename(`${fileOf(id)}.new`, fileOf(id))
    } catch (error) {
      await temporary[Symbol.asyncDispose]()
      throw error
    }
    return new OwnedRun(record, temporary)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.temporary[Symbol.asyncDispose]()
    await rm(fileOf(this.record.id), { force: true })
  }
}

/** Runs of an engine whose process is gone. */
export async function deadRuns(engine: string): Promise<RunRecord[]> {
  const names = (await readdir(stateDirectory('runs')).catch(() => [])).filter((name) => name.endsWith('.json')).sort()
  const dead: RunRecord[] = []
  for (const name of names) {
    const text = await readFile(join(stateDirectory('runs'), name), 'utf8').catch(() => null)
    if (text === null) continue
    const record = JSON.parse(text) as RunRecord
    if (record.engine === engine && !(await isAlive(record.owner))) dead.push(record)
  }
  return dead
}

/** Removes what a dead run has on disk. Call it when nothing of the run is at work any more. */
export async function forgetRun({ id, directory }: RunRecord): Promise<void> {
  await rm(directory, { recursive: true, force: true })
  await rm(fileOf(id), { force: true })
}

function fileOf(id: string): string {
  return join(stateDirectory('runs'), `${id}.json`)
}

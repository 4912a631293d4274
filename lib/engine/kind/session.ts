import { randomBytes } from 'node:crypto'
import { EngineError } from '../../errors.js'
import { isAlive, thisProcess } from '../../util/owner.js'
import { TemporaryDirectory } from '../../util/temporary-directory.js'
import type { Plan } from '../engine.js'
import { createCluster } from './create.js'
import { deleteCluster } from './delete.js'
import { removeLeftovers } from './leftovers.js'
import { controlPlaneNodes } from './node.js'
import { proveAuditing } from './prove.js'
import { forget, readRecord, writeRecord, type ClusterRecord } from './state.js'

/** A cluster for the length of a run: made and removed, or one of ours that is used again. */
export class ClusterSession implements AsyncDisposable {
  readonly record: ClusterRecord
  readonly directory: string
  private readonly temporary: TemporaryDirectory
  private readonly remove: boolean

  private constructor(record: ClusterRecord, temporary: TemporaryDirectory, remove: boolean) {
    this.record = record
    this.temporary = temporary
    this.directory = temporary.path
    this.remove = remove
  }

  static async open({ settings, progress, signal }: Plan): Promise<ClusterSession> {
    await removeLeftovers(progress)
    const reused = settings.clusterName === null ? null : await usable(settings.clusterName)
    if (reused !== null) await proveSeveral(reused, signal)
    const temporary = await TemporaryDirectory.create()
    const session = { owner: await thisProcess(), directory: temporary.path }
    try {
      const record =
        reused ??
        (await createCluster(settings.cluster.name ?? `audit-lab-${randomBytes(3).toString('hex')}`, settings.cluster, {
          keep: settings.keep,
          session,
          progress,
          signal,
        }))
      await writeRecord({ ...record, session })
      return new ClusterSession({ ...record, session }, temporary, reused === null && !settings.keep)
    } catch (error) {
      await temporary[Symbol.asyncDispose]()
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.temporary[Symbol.asyncDispose]()
    if (this.remove) {
      await deleteCluster(this.record.name)
      await forget(this.record.name)
    } else {
      await writeRecord({ ...this.record, session: null })
    }
  }
}

/** With several control planes one may have been left on an old policy; its log would speak of another one. */
async function proveSeveral({ name, policy }: ClusterRecord, signal: AbortSignal): Promise<void> {
  if ((await controlPlaneNodes(name)).length > 1) await proveAuditing(name, { everyRequest: policy === null, signal })
}

async function usable(name: string): Promise<ClusterRecord> {
  const record = await readRecord(name)
  if (record === null) {
    throw new EngineError(`there is no cluster ${name} of the lab's`, {
      hint: `Make it with: audit-lab cluster up --name ${name}. The lab uses no cluster that it did not make.`,
    })
  }
  if (record.session !== null && (await isAlive(record.session.owner))) {
    throw new EngineError(`cluster ${name} is in use by process ${record.session.owner.pid}`, {
      hint: 'Wait for it, or leave --cluster out: then the run makes a cluster of its own.',
    })
  }
  return record
}

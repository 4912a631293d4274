import { resolve } from 'node:path'
import { EngineError } from '../../errors.js'
import { thisProcess } from '../../util/owner.js'
import { TemporaryDirectory } from '../../util/temporary-directory.js'
import type { Progress } from '../engine.js'
import type { Connected } from './connect.js'
import { removeObjects } from './remove.js'
import { forgetSession, writeSession } from './state.js'

/** What a run makes in somebody else's cluster, on record before the first of it is made. Its end removes all. */
export class ExistingSession implements AsyncDisposable {
  readonly directory: string
  private readonly connected: Connected
  private readonly id: string
  private readonly temporary: TemporaryDirectory

  private constructor(connected: Connected, id: string, temporary: TemporaryDirectory) {
    this.connected = connected
    this.id = id
    this.temporary = temporary
    this.directory = temporary.path
  }

  static async open(connected: Connected, id: string, progress: Progress): Promise<ExistingSession> {
    const { target, settings, administrator } = connected
    const temporary = await TemporaryDirectory.create()
    await writeSession({
      id,
      owner: await thisProcess(),
      kubeconfig: resolve(settings.kubeconfig),
      context: target.context,
      url: target.url,
      directory: temporary.path,
    })
    progress(`${target.url}: as ${administrator.name}`)
    return new ExistingSession(connected, id, temporary)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.temporary[Symbol.asyncDispose]()
    const { client, target } = this.connected
    const left = await removeObjects(client, this.id, { patient: true }).catch((error: unknown) => {
      throw new EngineError(
        `${target.url}: what the run made is not removed: ${error instanceof Error ? error.message : String(error)}`,
        { hint: 'Once the server answers, the next run with --engine existing removes it.', cause: error },
      )
    })
    if (left.length > 0) {
      throw new EngineError(`${target.url}: still there, though deleted: ${left.join(', ')}`, {
        hint: 'Something there holds them by a finalizer. The next run with --engine existing looks again.',
      })
    }
    await forgetSession(this.id)
    client[Symbol.dispose]()
  }
}

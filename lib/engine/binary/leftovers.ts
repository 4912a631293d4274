import type { Progress } from '../engine.js'
import { deadRuns, forgetRun } from '../live/owned-run.js'
import { endServersIn } from './processes.js'

/** Removes what binary runs left that were killed: servers, keys, logs. */
export async function removeLeftovers(progress: Progress): Promise<void> {
  for (const run of await deadRuns('binary')) {
    progress(`binary: removing what process ${run.owner.pid} left`)
    await endServersIn(run.directory)
    await forgetRun(run)
  }
}

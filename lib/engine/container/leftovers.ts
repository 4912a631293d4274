import type { Progress } from '../engine.js'
import { deadRuns, forgetRun } from '../live/owned-run.js'
import { removeRun, type Runtime } from './runtime.js'

/** Removes what container runs left that were killed: containers, networks, logs. */
export async function removeLeftovers(runtime: Runtime, progress: Progress): Promise<void> {
  for (const run of await deadRuns('container')) {
    progress(`container: removing what process ${run.owner.pid} left`)
    await removeRun(runtime, run.id)
    await forgetRun(run)
  }
}

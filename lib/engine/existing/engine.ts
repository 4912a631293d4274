import { randomBytes } from 'node:crypto'
import { EngineError, InputError } from '../../errors.js'
import { attempt } from '../../util/exec.js'
import type { Availability, Engine, Plan } from '../engine.js'
import type { Execution } from '../execution.js'
import { executeOnCluster } from '../live/execute.js'
import { connect } from './connect.js'
import { consentText } from './consent.js'
import { existingCluster } from './existing-cluster.js'
import { openLog } from './open-log.js'
import { removeLeftovers } from './remove.js'
import { ExistingSession } from './session.js'

/** A cluster that somebody else runs, under the one policy that it has. */
export const existingEngine: Engine = {
  name: 'existing',
  about: 'a cluster that somebody else runs, in namespaces of its own',
  check,
  consent,
  execute,
}

async function consent(plan: Omit<Plan, 'progress'>): Promise<string> {
  const connected = await connect(plan)
  using client = connected.client
  const { place, keys } = connected
  // A log that cannot be read is found before anything is made. A webhook posts only once there is something to post.
  if (place.kind !== 'webhook') await (await openLog(place, client, keys))[Symbol.asyncDispose]()
  return consentText(connected, plan)
}

async function execute(plan: Plan): Promise<Execution> {
  if (plan.settings.existing?.agreed === false) {
    throw new InputError('nobody agreed to changes in a cluster that somebody else runs')
  }
  await removeLeftovers(plan.progress)
  const connected = await connect(plan)
  const id = randomBytes(6).toString('hex')
  await using session = await ExistingSession.open(connected, id, plan.progress)
  const cluster = await existingCluster(connected, id, plan.signal)
  const policies = await executeOnCluster(plan, cluster, session.directory)
  plan.progress(`${connected.target.url}: removing the namespaces`)
  return { engine: 'existing', kubernetes: cluster.kubernetes, policies }
}

async function check(): Promise<Availability> {
  const fix = 'Install kubectl: https://kubernetes.io/docs/tasks/tools/'
  try {
    const { exitCode, stdout, stderr } = await attempt('kubectl', ['version', '--client'])
    if (exitCode !== 0) return { ready: false, reason: `kubectl: ${stderr.trim().split('\n')[0] ?? ''}`, fix }
    const version = /Client Version: v?(\S+)/.exec(stdout)?.[1] ?? 'unknown'
    return { ready: true, version: `kubectl ${version}` }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return { ready: false, reason: error.message, fix }
  }
}

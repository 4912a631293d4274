import { EngineError } from '../../errors.js'
import { isAlive } from '../../util/owner.js'
import type { ClusterSettings, Progress } from '../engine.js'
import { createCluster } from './create.js'
import { deleteCluster } from './delete.js'
import { removeLeftovers } from './leftovers.js'
import { ControlPlaneNode } from './node.js'
import { LOG_FILE } from './paths.js'
import { askControlPlanes, type ControlPlaneState } from './control-planes.js'
import { forget, kubeconfigPath, listRecords, readRecord, type ClusterRecord } from './state.js'

export interface MadeCluster {
  readonly name: string
  readonly node: string
  readonly kubeconfig: string
  readonly policy: string
  readonly log: string
}

/** Makes a cluster that stays. */
export async function clusterUp(
  name: string,
  settings: ClusterSettings,
  options: { readonly keep: boolean; readonly progress: Progress; readonly signal: AbortSignal },
): Promise<MadeCluster> {
  await removeLeftovers(options.progress)
  const record = await createCluster(name, settings, { ...options, session: null })
  return {
    name,
    node: new ControlPlaneNode(name).name,
    kubeconfig: kubeconfigPath(name),
    policy: record.policy ?? 'everything: RequestResponse, every stage',
    log: LOG_FILE,
  }
}

/** Removes one cluster, or every one that no run uses. Returns their names. */
export async function clusterDown(name: string | null, progress: Progress): Promise<string[]> {
  const records = name === null ? await listRecords() : [await known(name)]
  const removed: string[] = []
  for (const record of records) {
    if (await inUse(record)) {
      if (name === null) continue
      throw new EngineError(
        `cluster ${record.name} is in use by process ${record.session?.owner.pid ?? record.owner.pid}`,
      )
    }
    progress(`cluster ${record.name}: removing`)
    await deleteCluster(record.name)
    await forget(record.name)
    removed.push(record.name)
  }
  return removed
}

async function known(name: string): Promise<ClusterRecord> {
  const record = await readRecord(name)
  if (record !== null) return record
  const names = (await listRecords()).map((one) => one.name)
  throw new EngineError(`there is no cluster ${name} of the lab's`, {
    hint: names.length === 0 ? 'There is none at all.' : `Clusters: ${names.join(', ')}.`,
  })
}

async function inUse(record: ClusterRecord): Promise<boolean> {
  if (record.session !== null && (await isAlive(record.session.owner))) return true
  return !record.keep && (await isAlive(record.owner))
}

export interface ClusterStatus {
  readonly name: string
  /** `does not audit`: not as it should, by at least one of its control planes. */
  readonly state: 'audits' | 'does not audit' | 'gone' | 'in use'
  readonly detail: string | null
  /** Each control plane, where they could be asked. */
  readonly controlPlanes: readonly ControlPlaneState[]
}

/** Every cluster of the lab's, asked whether it audits. */
export async function clusterStatus(signal: AbortSignal): Promise<ClusterStatus[]> {
  return Promise.all(
    (await listRecords()).map(async (record): Promise<ClusterStatus> => {
      const { name } = record
      if (!(await new ControlPlaneNode(name).isRunning())) {
        return {
          name,
          state: 'gone',
          detail: `its node does not run; remove it with: audit-lab cluster down --name ${name}`,
          controlPlanes: [],
        }
      }
      if (await inUse(record))
        return {
          ...{ name, state: 'in use', controlPlanes: [] },
          detail: `by process ${record.session?.owner.pid ?? record.owner.pid}`,
        }
      try {
        const controlPlanes = await askControlPlanes(name, { everyRequest: record.policy === null, signal })
        const wrong = controlPlanes.flatMap(({ node, problem }) => (problem === null ? [] : [`${node}: ${problem}`]))
        return wrong.length === 0
          ? { name, state: 'audits', detail: kubeconfigPath(name), controlPlanes }
          : { name, state: 'does not audit', detail: wrong.join('; '), controlPlanes }
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error)
        return { name, state: 'does not audit', detail, controlPlanes: [] }
      }
    }),
  )
}

import { rm } from 'node:fs/promises'
import { isAlive } from '../../util/owner.js'
import type { Progress } from '../engine.js'
import { deleteCluster } from './delete.js'
import { listLanes, stopLanes } from './lanes.js'
import { ControlPlaneNode } from './node.js'
import { forget, listRecords, writeRecord, type ClusterRecord } from './state.js'

/**
 * Removes what a lab left that was killed: its cluster, its lanes in a kept cluster, its temporary directory. Never
 * what was kept on purpose, never what belongs to a process that lives.
 */
export async function removeLeftovers(progress: Progress): Promise<void> {
  for (const record of await listRecords()) {
    await endSession(record, progress)
    if (record.keep || (await isAlive(record.owner))) continue
    progress(`cluster ${record.name}: removing what process ${record.owner.pid} left`)
    if (record.creator !== null && (await isAlive(record.creator))) process.kill(record.creator.pid, 'SIGKILL')
    await deleteCluster(record.name)
    await forget(record.name)
  }
}

/** Objects of scenarios, found by RUN_LABELS. The node has a kubectl of its own. */
const DELETE_OBJECTS = ['namespaces,clusterroles,clusterrolebindings', 'roles,rolebindings --all-namespaces']
  .map((kinds) => `kubectl --kubeconfig /etc/kubernetes/admin.conf delete ${kinds} -l audit-lab=run --wait=false`)
  .join('; ')

async function endSession(record: ClusterRecord, progress: Progress): Promise<void> {
  if (record.session === null || (await isAlive(record.session.owner))) return
  progress(`cluster ${record.name}: removing the lanes that process ${record.session.owner.pid} left`)
  await rm(record.session.directory, { recursive: true, force: true })
  if (!record.keep) return
  const node = new ControlPlaneNode(record.name)
  if (await node.isRunning()) {
    await stopLanes(node, await listLanes(node))
    await node.shell(DELETE_OBJECTS)
  }
  await writeRecord({ ...record, session: null })
}

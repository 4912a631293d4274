import { availableMemory } from 'node:process'
import { EngineError } from '../../errors.js'
import type { Availability, CheckedPlace, Engine, Plan } from '../engine.js'
import type { Execution } from '../execution.js'
import { availableLanes } from '../live/available-lanes.js'
import { CATCH_ALL } from '../live/catch-all.js'
import { executeOnCluster } from '../live/execute.js'
import { OwnedRun } from '../live/owned-run.js'
import { refuseClusterSettings } from '../live/refuse-settings.js'
import { binaryCluster } from './cluster.js'
import { findBinaries, type Binaries, type Missing } from './find-binaries.js'
import { removeLeftovers } from './leftovers.js'
import { Servers } from './servers.js'
import { isVersion, versionFolder } from './version-folder.js'

/** etcd and one kube-apiserver for each policy as processes of this machine: no kubelet, no controllers. */
export const binaryEngine: Engine = {
  name: 'binary',
  about: 'etcd and a kube-apiserver for each policy, as processes',
  check,
  execute,
}

async function check({ binaries, kubernetesVersion }: CheckedPlace): Promise<Availability> {
  const found = await find(binaries, kubernetesVersion)
  if ('reason' in found) return { ready: false, ...found }
  const { apiServer, etcd, kubectl } = found
  const version = `kube-apiserver ${apiServer.version}, etcd ${etcd.version}, kubectl ${kubectl.version}`
  return { ready: true, version }
}

async function execute(plan: Plan): Promise<Execution> {
  const { settings, signal, progress } = plan
  refuseClusterSettings('binary', settings)
  const { kubernetesVersion } = settings.cluster
  const found = await find(settings.binaries, kubernetesVersion)
  if ('reason' in found) {
    throw new EngineError(`the binary engine cannot run here: ${found.reason}`, { hint: found.fix })
  }
  insistOn(kubernetesVersion, found)
  await removeLeftovers(progress)
  await using run = await OwnedRun.open('binary')
  const { directory } = run.record
  await using servers = await Servers.prepare(found, directory)
  progress(`etcd ${found.etcd.version} and kube-apiserver ${found.apiServer.version}: starting`)
  const main = await servers.startMain(CATCH_ALL, signal)
  const maxLanes = availableLanes(availableMemory(), settings.cluster.lanes)
  const cluster = await binaryCluster(servers, main, { kubectl: found.kubectl.path, maxLanes })
  const policies = await executeOnCluster(plan, cluster, directory)
  progress('etcd and kube-apiserver: closing')
  return { engine: 'binary', kubernetes: cluster.kubernetes, policies }
}

async function find(folder: string | null, version: string | null): Promise<Binaries | Missing> {
  return findBinaries(await versionFolder(folder, version, process.env['KUBEBUILDER_ASSETS']))
}

/** Binaries have the version that they have. */
function insistOn(version: string | null, { apiServer }: Binaries): void {
  if (version === null || isVersion(apiServer.version, version)) return
  throw new EngineError(`${apiServer.path} is ${apiServer.version}, and --kubernetes-version asks for ${version}`, {
    hint: `Get that version with setup-envtest, and name its folder with --binaries.`,
  })
}

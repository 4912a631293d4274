import { availableMemory } from 'node:process'
import { EngineError } from '../../errors.js'
import { attempt } from '../../util/exec.js'
import type { Availability, Engine, Plan } from '../engine.js'
import type { Execution } from '../execution.js'
import { availableLanes } from '../live/available-lanes.js'
import { CATCH_ALL } from '../live/catch-all.js'
import { daemonSharesFiles } from '../live/daemon-files.js'
import { executeOnCluster } from '../live/execute.js'
import { OwnedRun } from '../live/owned-run.js'
import { refuseClusterSettings } from '../live/refuse-settings.js'
import { containerCluster } from './cluster.js'
import { removeLeftovers } from './leftovers.js'
import { containerRuntime, type Runtime } from './runtime.js'
import { Servers } from './servers.js'

/** etcd and one kube-apiserver for each policy in containers: no kubelet, no controllers. */
export const containerEngine: Engine = {
  name: 'container',
  about: 'etcd and a kube-apiserver for each policy, in containers',
  check,
  execute,
}

interface DaemonInfo {
  readonly Name: string
  readonly SecurityOptions?: readonly string[]
  readonly MemTotal: number
  readonly ServerVersion: string
}

async function check(): Promise<Availability> {
  const found = await reach()
  if ('reason' in found) return { ready: false, ...found }
  const kubectl = await attempt('kubectl', ['version', '--client']).catch(() => null)
  if (kubectl?.exitCode !== 0) {
    const fix = 'Install kubectl: https://kubernetes.io/docs/tasks/tools/'
    return { ready: false, reason: 'kubectl is not on PATH, or does not run', fix }
  }
  const version = /v(\d+\.\d+\.\d+\S*)/.exec(kubectl.stdout)?.[1] ?? ''
  return { ready: true, version: `docker ${found.info.ServerVersion}, kubectl ${version}` }
}

async function reach(): Promise<{ runtime: Runtime; info: DaemonInfo } | { reason: string; fix: string }> {
  try {
    const runtime = await containerRuntime()
    return { runtime, info: (await runtime.container.dockerode.info()) as DaemonInfo }
  } catch (error) {
    const reason = `Docker does not answer: ${error instanceof Error ? error.message : String(error)}`
    return { reason, fix: 'Install Docker or Podman and start it; DOCKER_HOST names one that is elsewhere.' }
  }
}

async function execute(plan: Plan): Promise<Execution> {
  const { settings, signal, progress } = plan
  refuseClusterSettings('container', settings)
  const found = await reach()
  if ('reason' in found)
    throw new EngineError(`the container engine cannot run here: ${found.reason}`, { hint: found.fix })
  const { runtime, info } = found
  await removeLeftovers(runtime, progress)
  await using run = await OwnedRun.open('container')
  const { id, directory } = run.record
  const mounts = await daemonSharesFiles(settings.cluster.files, process.env['DOCKER_HOST'], () =>
    Promise.resolve(info.Name),
  )
  const { kubernetesVersion } = settings.cluster
  await using servers = await Servers.prepare(runtime, { id, directory, kubernetesVersion, mounts, user: userOf(info) })
  progress('etcd and kube-apiserver: starting their containers')
  const main = await servers.startMain(CATCH_ALL, signal)
  const maxLanes = availableLanes(
    mounts ? Math.min(info.MemTotal, availableMemory()) : info.MemTotal,
    settings.cluster.lanes,
  )
  const cluster = await containerCluster(servers, main, maxLanes)
  const policies = await executeOnCluster(plan, cluster, directory)
  progress('etcd and kube-apiserver: closing')
  return { engine: 'container', kubernetes: cluster.kubernetes, policies }
}

/** kube-apiserver writes its log 0600. Where the daemon is rootless, its root is us. */
function userOf({ SecurityOptions = [] }: DaemonInfo): string {
  const rootless = SecurityOptions.some((option) => option.includes('rootless'))
  return rootless ? '0:0' : `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`
}

import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { listRecords } from '../../../lib/engine/kind/state.js'
import { listLanes } from '../../../lib/engine/kind/lanes.js'
import { waitFor } from '../../../lib/util/wait-for.js'
import { sharedClusterName, sharedNode } from './bench.js'

/** What a run has left on this machine and in the shared cluster, beyond that cluster; empty when all is removed. */
export async function leftovers(clusters: readonly string[] = []): Promise<string[]> {
  const kept = [sharedClusterName(), ...clusters]
  const directory = process.env['LIVE_DIRECTORY'] ?? ''
  const kubeconfig = await readFile(join(directory, 'kubeconfig'), 'utf8')
  return [
    ...(await containers()).filter((name) => !kept.some((cluster) => name === `${cluster}-control-plane`)),
    ...(await listRecords()).flatMap(({ name, session }) => [
      ...(kept.includes(name) ? [] : [`record of cluster ${name}`]),
      ...(session === null ? [] : [`session in cluster ${name}`]),
    ]),
    ...(await readdir(join(directory, 'tmp'))).filter((name) => name.startsWith('audit-lab-')),
    ...(await processes(directory)),
    ...(await sessions()).map((name) => `session ${name} in a cluster of somebody else`),
    ...(await listLanes(sharedNode())).map((lane) => `lane ${lane}`),
    ...(kubeconfig.includes('kind-') ? ['entries in the kubeconfig of the user'] : []),
  ]
}

/** Nodes of clusters that live tests make: all of them are called live-…, or by the lab's own default. */
async function containers(): Promise<string[]> {
  const label = 'label=io.x-k8s.kind.cluster'
  const { stdout } = await promisify(execFile)('docker', ['ps', '--all', '--filter', label, '--format', '{{.Names}}'])
  const own = sharedClusterName()
  return stdout.split('\n').filter((name) => name.startsWith(own))
}

/** Runs in clusters of somebody else that have a record now. */
async function sessions(): Promise<string[]> {
  return readdir(join(process.env['XDG_STATE_HOME'] ?? '', 'audit-lab', 'existing')).catch(() => [])
}

/** Processes that live tests have started, known by the environment that they inherit (Linux; elsewhere none is known). */
async function processes(directory: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      return environment.includes(directory) && command !== ''
        ? [`process ${pid}: ${command.replaceAll('\0', ' ')}`]
        : []
    }),
  )
  return found.flat()
}

/** The lab's namespaces in the shared cluster that nobody deletes. */
export async function namespacesLeft(): Promise<string[]> {
  const script = 'kubectl --kubeconfig /etc/kubernetes/admin.conf get namespaces -l audit-lab=run -o name'
  const left = await waitFor(async () => ((await sharedNode().shell(script)) === '' ? [] : null), {
    timeoutMilliseconds: 60_000,
  })
  return left ?? (await sharedNode().shell(script)).trim().split('\n')
}

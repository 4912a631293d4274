import { hostname } from 'node:os'
import { attempt } from '../../util/exec.js'
import type { ClusterSettings } from '../engine.js'

/**
 * Whether the Docker daemon sees this machine's files, so that a policy directory can be mounted. It does not when it
 * runs elsewhere, or on the host of the container that we are in: then files go in through `docker exec`.
 * @see https://github.com/kubernetes-sigs/kind/issues/387
 */
export async function daemonSharesFiles(
  files: ClusterSettings['files'],
  dockerHost: string | undefined,
): Promise<boolean> {
  if (files !== 'auto') return files === 'mount'
  if (dockerHost !== undefined && !dockerHost.startsWith('unix://')) return false
  // Docker Desktop runs in a machine of its own that shares the user's folders.
  if (process.platform !== 'linux') return true
  const { stdout } = await attempt('docker', ['info', '--format', '{{.Name}}'])
  return stdout.trim() === hostname()
}

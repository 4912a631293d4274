import { hostname } from 'node:os'
import type { ClusterSettings } from '../engine.js'

/**
 * Whether the Docker daemon sees this machine's files, so that a directory can be mounted. It does not when it runs
 * elsewhere, or on the host of the container that we are in: then files are copied through the daemon.
 * `daemonName` asks the daemon what its host is called.
 * @see https://github.com/kubernetes-sigs/kind/issues/387
 */
export async function daemonSharesFiles(
  files: ClusterSettings['files'],
  dockerHost: string | undefined,
  daemonName: () => Promise<string>,
): Promise<boolean> {
  if (files !== 'auto') return files === 'mount'
  if (dockerHost !== undefined && !dockerHost.startsWith('unix://')) return false
  // Docker Desktop runs in a machine of its own that shares the user's folders.
  if (process.platform !== 'linux') return true
  return (await daemonName()) === hostname()
}

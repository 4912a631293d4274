import { existsSync } from 'node:fs'
import type { ClusterSettings } from '../engine.js'

/**
 * Whether the Docker daemon sees this machine's files, so that a policy directory can be mounted. It does not when it
 * runs elsewhere or when we are in a container ourselves: then files go in through `docker exec`.
 * @see https://github.com/kubernetes-sigs/kind/issues/387
 */
export function daemonSharesFiles(files: ClusterSettings['files'], dockerHost: string | undefined): boolean {
  if (files !== 'auto') return files === 'mount'
  const remote = dockerHost !== undefined && !dockerHost.startsWith('unix://')
  return !remote && !existsSync('/.dockerenv') && !existsSync('/run/.containerenv')
}

import { EngineError } from '../../errors.js'
import { attempt } from '../../util/exec.js'
import { waitFor } from '../../util/wait-for.js'
import type { Lane } from './cluster.js'
import type { Kubectl } from './kubectl.js'
import type { Credential } from './server.js'

const TIMEOUT_MILLISECONDS = 30_000

/**
 * Waits until a lane rejects a manifest in a dry run: then the scenario's admission policies and webhooks are in force
 * there. Nothing less tells, because an admission policy says nowhere which server has compiled it.
 */
export async function waitUntilRejected(
  kubectl: Kubectl,
  lane: Lane,
  credential: Credential,
  request: { readonly namespace: string; readonly manifest: string; readonly signal: AbortSignal },
): Promise<void> {
  const { host, port, serverName, certificateAuthority } = lane.server
  const kubeconfig = await kubectl.writeKubeconfig(
    `lane-${lane.id}-${request.namespace}`,
    { url: `https://${host}:${port}`, serverName, certificateAuthority },
    { namespace: request.namespace, credential },
  )
  let last = ''
  const rejected = await waitFor(
    async () => {
      const args = ['create', '--dry-run=server', '--validate=false', '-f', '-']
      const { exitCode, stdout, stderr } = await attempt('kubectl', args, {
        input: request.manifest,
        environment: kubectl.environment(kubeconfig),
        signal: request.signal,
      })
      last = (stdout + stderr).trim()
      // A server that is not reached, or a kind that it does not know, rejects nothing.
      return exitCode !== 0 && /denied|forbidden/i.test(stderr) ? true : null
    },
    { timeoutMilliseconds: TIMEOUT_MILLISECONDS, signal: request.signal, everyMilliseconds: 50 },
  )
  if (rejected === null) {
    throw new EngineError(
      `the manifest under \`rejected\` is not rejected after ${TIMEOUT_MILLISECONDS / 1000} s: ${last}`,
    )
  }
}

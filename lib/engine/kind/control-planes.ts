import { createHash } from 'node:crypto'
import { waitFor } from '../../util/wait-for.js'
import { ApiClient } from '../live/api-client.js'
import { CATCH_ALL } from '../live/catch-all.js'
import { signedBy } from '../live/identities.js'
import type { ApiServer, Credential } from '../live/server.js'
import { connection } from './connection.js'
import { controlPlaneNodes, type ControlPlaneNode } from './node.js'
import { API_SERVER_PORT, LOG_FILE, POLICY_FILE } from './paths.js'
import { whyOtherPolicy } from './policy-in-force.js'

/** One control-plane node's kube-apiserver, asked whether it audits. */
export interface ControlPlaneState {
  readonly node: string
  /** Why it does not audit as it should, as a sentence; null when it does. */
  readonly problem: string | null
}

/**
 * Asks every control plane: the flags are on its process, its policy file is that of the others, and requests of ours to
 * this very server arrive in its log as that policy says. A request through the cluster's address may reach any of them.
 */
export async function askControlPlanes(
  name: string,
  options: { readonly everyRequest: boolean; readonly signal: AbortSignal },
): Promise<ControlPlaneState[]> {
  const nodes = await controlPlaneNodes(name)
  const { server, authority } = await connection(name)
  const credential = await signedBy(authority).admin()
  const files = await Promise.all(nodes.map((node) => policyHash(node, options.signal)))
  const expected = options.everyRequest ? { where: 'the catch-all', hash: sha256(CATCH_ALL) } : mostCommon(nodes, files)
  return Promise.all(
    nodes.map(async (node, at): Promise<ControlPlaneState> => {
      const hash = files[at] ?? 'none'
      const other =
        hash === expected.hash
          ? null
          : `its policy file is another one (SHA-256 ${hash.slice(0, 12)}) than ${expected.where} (${expected.hash.slice(0, 12)})`
      return { node: node.name, problem: other ?? (await problemOf(node, server, credential, options)) }
    }),
  )
}

/** The policy file that most nodes have; of two as common the first one's. */
function mostCommon(
  nodes: readonly ControlPlaneNode[],
  hashes: readonly string[],
): { readonly where: string; readonly hash: string } {
  const counts = hashes.map((hash) => hashes.filter((other) => other === hash).length)
  const at = counts.indexOf(Math.max(...counts))
  return { where: `that of ${nodes[at]?.name ?? 'the others'}`, hash: hashes[at] ?? 'none' }
}

async function policyHash(node: ControlPlaneNode, signal: AbortSignal): Promise<string> {
  return sha256(await node.shell(`cat ${POLICY_FILE} 2>/dev/null || true`, { signal }))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

async function problemOf(
  node: ControlPlaneNode,
  main: ApiServer,
  credential: Credential,
  { everyRequest, signal }: { readonly everyRequest: boolean; readonly signal: AbortSignal },
): Promise<string | null> {
  const command = await node.shell("tr '\\0' '\\n' < /proc/$(pgrep -ox kube-apiserver)/cmdline || true", { signal })
  const missing = [`--audit-policy-file=${POLICY_FILE}`, `--audit-log-path=${LOG_FILE}`].filter(
    (flag) => !command.split('\n').includes(flag),
  )
  if (missing.length > 0) return `kube-apiserver runs without ${missing.join(' and ')}`
  using client = new ApiClient(await serverOf(node, main), credential)
  const { auditID } = await client.send('GET', '/version', undefined, signal)
  // A policy of the user's may log nothing of this request; then the file that the server has opened is the proof.
  const script = everyRequest ? `grep -qF ${auditID} ${LOG_FILE}` : `test -f ${LOG_FILE}`
  const proven = await waitFor(
    async () => ((await node.shell(`${script} && echo yes || true`, { signal })) === 'yes\n' ? true : null),
    { timeoutMilliseconds: 10_000, signal, everyMilliseconds: 100 },
  )
  if (proven === null) return `no Event of GET /version in ${LOG_FILE}`
  return await whyOtherPolicy(node, client, signal)
}

/** The node's own server, whatever stands before several of them. */
async function serverOf(node: ControlPlaneNode, main: ApiServer): Promise<ApiServer> {
  const mapped = (await node.ports()).get(API_SERVER_PORT)
  return mapped === undefined ? main : { ...main, ...mapped }
}

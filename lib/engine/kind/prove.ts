import { EngineError } from '../../errors.js'
import { waitFor } from '../../util/wait-for.js'
import { signedBy } from '../live/identities.js'
import { ApiClient } from '../live/api-client.js'
import { connection } from './connection.js'
import { ControlPlaneNode } from './node.js'
import { LOG_FILE, POLICY_FILE } from './paths.js'

/** Waits for the node to be Ready. Our own wait, because `kind create --wait` that times out exits 0. */
export async function waitUntilReady(name: string, timeoutMilliseconds: number, signal: AbortSignal): Promise<void> {
  using client = await adminClient(name)
  let last = 'it did not answer'
  const ready = await waitFor(
    async () => {
      const answer = await client.send('GET', '/api/v1/nodes', undefined, signal).catch((error: unknown) => {
        if (signal.aborted) throw error
        last = error instanceof Error ? error.message : String(error)
        return null
      })
      if (answer?.status !== 200) return null
      const nodes = (
        JSON.parse(answer.body) as {
          items: { status: { conditions: { type: string; status: string; message: string }[] } }[]
        }
      ).items
      const condition = (node: (typeof nodes)[number]): { status: string; message: string } | undefined =>
        node.status.conditions.find(({ type }) => type === 'Ready')
      last = nodes.map((node) => condition(node)?.message ?? 'no Ready condition').join('; ')
      return nodes.length > 0 && nodes.every((node) => condition(node)?.status === 'True') ? true : null
    },
    { timeoutMilliseconds, signal, everyMilliseconds: 200 },
  )
  if (ready === null) {
    throw new EngineError(`cluster ${name} is not ready after ${timeoutMilliseconds / 1000} s: ${last}`, {
      hint: 'Give it longer with --wait, or look at it with: kind export logs',
    })
  }
}

/** Proves that the running server audits: the flags are on its process, and a request of ours arrives in the log. */
export async function proveAuditing(
  name: string,
  options: { readonly everyRequest: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const node = new ControlPlaneNode(name)
  const command = await node.shell("tr '\\0' '\\n' < /proc/$(pgrep -ox kube-apiserver)/cmdline", {
    signal: options.signal,
  })
  const missing = [`--audit-policy-file=${POLICY_FILE}`, `--audit-log-path=${LOG_FILE}`].filter(
    (flag) => !command.split('\n').includes(flag),
  )
  if (missing.length > 0) {
    throw new EngineError(`cluster ${name} does not audit: kube-apiserver runs without ${missing.join(' and ')}`, {
      hint: "A kubeadm patch of --config has replaced the lab's: give it neither apiVersion nor audit flags nor extraVolumes.",
    })
  }
  using client = await adminClient(name)
  await client.send('GET', '/version', undefined, options.signal)
  const [auditID = ''] = client.auditIDs
  // A policy of the user's may log nothing of this request; then the file that the server has opened is the proof.
  const script = options.everyRequest ? `grep -qF ${auditID} ${LOG_FILE}` : `test -f ${LOG_FILE}`
  const proven = await waitFor(
    async () =>
      (await node.shell(`${script} && echo yes || true`, { signal: options.signal })) === 'yes\n' ? true : null,
    { timeoutMilliseconds: 10_000, signal: options.signal, everyMilliseconds: 100 },
  )
  if (proven === null)
    throw new EngineError(
      `cluster ${name} does not audit: no Event of GET /version in ${LOG_FILE} of node ${node.name}`,
    )
}

async function adminClient(name: string): Promise<ApiClient> {
  const { server, authority } = await connection(name)
  return new ApiClient(server, await signedBy(authority).admin())
}

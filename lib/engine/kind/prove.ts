import { EngineError } from '../../errors.js'
import { waitFor } from '../../util/wait-for.js'
import { signedBy } from '../live/identities.js'
import { ApiClient } from '../live/api-client.js'
import { connection } from './connection.js'
import { askControlPlanes } from './control-planes.js'

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

/** Proves that every control plane audits, and under the same policy. Throws EngineError with each that does not. */
export async function proveAuditing(
  name: string,
  options: { readonly everyRequest: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const wrong = (await askControlPlanes(name, options)).filter(({ problem }) => problem !== null)
  if (wrong.length === 0) return
  const problems = wrong.map(({ node, problem }) => `${node}: ${problem ?? ''}`).join('\n')
  throw new EngineError(`cluster ${name} does not audit as it should:\n${problems}`, {
    hint: problems.includes('runs without')
      ? "A kubeadm patch of --config has replaced the lab's: give it neither apiVersion nor audit flags nor extraVolumes."
      : 'Give every control plane the same policy file, and start its kube-apiserver anew.',
  })
}

async function adminClient(name: string): Promise<ApiClient> {
  const { server, authority } = await connection(name)
  return new ApiClient(server, await signedBy(authority).admin())
}

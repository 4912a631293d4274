import type { ApiClient } from '../live/api-client.js'

const SLICES =
  '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dkubernetes'

/**
 * Why a log may be that of one kube-apiserver among several, which each have a log of their own: requests go to any of
 * them. Null when the cluster has one.
 */
export async function whySeveral(client: ApiClient, signal: AbortSignal): Promise<string | null> {
  const answer = await client.send('GET', SLICES, undefined, signal)
  if (answer.status !== 200) {
    return `whether the cluster has one kube-apiserver cannot be read (list endpointslices in default: ${answer.status}), and the log may be that of another`
  }
  const { items = [] } = JSON.parse(answer.body) as { items?: { endpoints?: { addresses?: string[] }[] | null }[] }
  const addresses = new Set(items.flatMap(({ endpoints }) => endpoints?.flatMap((one) => one.addresses ?? []) ?? []))
  return addresses.size > 1
    ? `the cluster has ${addresses.size} kube-apiservers, and no Event in the log of one says nothing of the others`
    : null
}

import { EngineError } from '../../errors.js'
import type { ApiClient } from './api-client.js'
import type { LiveCluster } from './cluster.js'

export interface NamespaceManifest {
  readonly apiVersion: 'v1'
  readonly kind: 'Namespace'
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> }
}

/** As the controller writes it. @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/certificates/rootcacertpublisher/publisher.go */
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.'

/**
 * Where no controller does it, makes namespaces and what each would hold by itself: the default ServiceAccount, without
 * which no Pod can be made, and the ConfigMap kube-root-ca.crt. They look as the controllers' own, managers included.
 * Returns the namespaces that are still to be applied: applied twice, an object gets other managers than applied once.
 */
export async function makeDefaultObjects(
  cluster: LiveCluster,
  main: ApiClient,
  namespaces: readonly NamespaceManifest[],
  signal: AbortSignal,
): Promise<readonly NamespaceManifest[]> {
  if (cluster.capabilities.has('controllers')) return namespaces
  for (const namespace of namespaces) await makeOne(cluster, main, namespace, signal)
  return []
}

async function makeOne(
  cluster: LiveCluster,
  main: ApiClient,
  namespace: NamespaceManifest,
  signal: AbortSignal,
): Promise<void> {
  const { name } = namespace.metadata
  const path = `/api/v1/namespaces/${name}`
  const applied = `${path}?fieldManager=kubectl&force=true`
  accept(await main.send('PATCH', applied, namespace, signal), path)
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } }
  const authority = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'kube-root-ca.crt',
      namespace: name,
      annotations: { 'kubernetes.io/description': DESCRIPTION },
    },
    data: { 'ca.crt': cluster.main.certificateAuthority },
  }
  const manager = '?fieldManager=kube-controller-manager'
  accept(await main.send('POST', `${path}/serviceaccounts${manager}`, account, signal), 'the default ServiceAccount')
  accept(await main.send('POST', `${path}/configmaps${manager}`, authority, signal), 'the ConfigMap kube-root-ca.crt')
}

/** 409: it is there already, as in a namespace that scenarios share. */
function accept({ status, body }: { status: number; body: string }, what: string): void {
  if (status >= 300 && status !== 409) throw new EngineError(`${what}: ${status} ${body.slice(0, 500)}`)
}

import type { Attributes } from './attributes.js'

const VERBS: readonly string[] = ['watch', 'proxy']
const SUBRESOURCES: readonly string[] = ['attach', 'exec', 'proxy', 'log', 'portforward']

/**
 * Whether kube-apiserver holds a request for long-running: it then has a ResponseStarted Event, and no timeout.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controlplane/apiserver/config.go#L183
 */
export function isLongRunning(request: Omit<Attributes, 'user'>): boolean {
  if (VERBS.includes(request.verb)) return true
  if (request.resourceRequest) return SUBRESOURCES.includes(request.subresource)
  return request.path.startsWith('/debug/pprof/')
}

/** The API groups that kube-apiserver v1.34 serves itself. */
const GROUPS: readonly string[] = [
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]

/**
 * Whether kube-apiserver itself answers for a group. Those of others (metrics.k8s.io) are proxied to an aggregated server
 * and have no bodies at any level; of a group with a name like theirs nothing can be told, so it does not count.
 */
export function isServedHere(apiGroup: string): boolean {
  return GROUPS.includes(apiGroup)
}

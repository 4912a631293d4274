/**
 * Users and groups that Kubernetes itself authenticates.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#core-component-roles
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/staging/src/k8s.io/apiserver/pkg/authentication/user/user.go
 */
const USERS = [
  ...['system:anonymous', 'system:apiserver', 'system:kube-proxy', 'system:kube-scheduler'],
  ...[
    'system:kube-controller-manager',
    'system:cloud-controller-manager',
    'system:konnectivity-server',
    'system:admin',
  ],
]
const GROUPS = [
  ...['system:masters', 'system:nodes', 'system:authenticated', 'system:unauthenticated', 'system:monitoring'],
  ...['system:serviceaccounts', 'system:bootstrappers', 'kubeadm:cluster-admins'],
]

export const KNOWN_USERS: readonly string[] = USERS

const USER = /^system:(serviceaccount:[^:]+:[^:]+|node:.+|bootstrap:.+)$/
const GROUP = /^system:(serviceaccounts:[^:]+|bootstrappers:.+)$/

export function isKnownUser(name: string): boolean {
  return USERS.includes(name) || USER.test(name)
}

export function isKnownGroup(name: string): boolean {
  return GROUPS.includes(name) || GROUP.test(name)
}

export const KNOWN_GROUPS: readonly string[] = GROUPS

/** Names that were known once, and what became of them. */
export const GONE: Readonly<Record<string, string>> = {
  'system:unsecured': 'it was the user of the insecure port, which Kubernetes 1.20 closed',
  kubelet: 'kubelets are `system:node:<name>` since nodes have names of their own; use the group `system:nodes`',
  'system:kubelet': 'kubelets are `system:node:<name>`; use the group `system:nodes`',
}

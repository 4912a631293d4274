/** What kubeadm of that version would take; any etcd of 3.5 or later serves every kube-apiserver since 1.24. */
const DEFAULT_KUBERNETES = '1.34.4'

export const ETCD_IMAGE = 'registry.k8s.io/etcd:3.6.5-0'

export function apiServerImage(version: string | null): string {
  return `registry.k8s.io/kube-apiserver:v${(version ?? DEFAULT_KUBERNETES).replace(/^v/, '')}`
}

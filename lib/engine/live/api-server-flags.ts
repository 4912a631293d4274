/** Where a kube-apiserver that the lab starts finds things and listens. */
export interface ApiServerPlace {
  /** Folder of the files of `controlPlaneKeys`. */
  readonly keys: string
  readonly etcd: string
  readonly bindAddress: string
  readonly port: number
  readonly policy: string
  /** `-` for standard output. */
  readonly log: string
}

/**
 * Flags of a kube-apiserver that audits under one policy: those of kubeadm, so that it behaves as a cluster's, less what
 * would write into its log or into shared objects at rest (identity lease, endpoints), as kind's lanes.
 */
export function apiServerFlags({ keys, etcd, bindAddress, port, policy, log }: ApiServerPlace): string[] {
  const file = (name: string): string => `${keys}/${name}`
  const flags: Readonly<Record<string, string>> = {
    'etcd-servers': etcd,
    'etcd-cafile': file('etcd-ca.crt'),
    'etcd-certfile': file('etcd-client.crt'),
    'etcd-keyfile': file('etcd-client.key'),
    'bind-address': bindAddress,
    // Without it the server looks for a default route, which a machine may lack. Nothing uses it here.
    'advertise-address': '127.0.0.1',
    'secure-port': String(port),
    'tls-cert-file': file('apiserver.crt'),
    'tls-private-key-file': file('apiserver.key'),
    'client-ca-file': file('ca.crt'),
    'allow-privileged': 'true',
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    'enable-bootstrap-token-auth': 'true',
    'requestheader-client-ca-file': file('front-proxy-ca.crt'),
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-username-headers': 'X-Remote-User',
    'proxy-client-cert-file': file('front-proxy-client.crt'),
    'proxy-client-key-file': file('front-proxy-client.key'),
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'service-account-key-file': file('sa.pub'),
    'service-account-signing-key-file': file('sa.key'),
    'service-cluster-ip-range': '10.96.0.0/16',
    'endpoint-reconciler-type': 'none',
    'feature-gates': 'APIServerIdentity=false',
    'audit-policy-file': policy,
    'audit-log-path': log,
    // Large enough never to rotate in a run; both limits off, so that nothing is ever deleted.
    'audit-log-maxsize': '100000',
    'audit-log-maxage': '0',
    'audit-log-maxbackup': '0',
  }
  return Object.entries(flags).map(([name, value]) => `--${name}=${value}`)
}

/** An etcd for one run: TLS with client certificates, reached by its container's name, nothing that must survive. */
export function etcdCommand(keys: string, name: string): string[] {
  const url = `https://${name}:2379`
  const flags: Readonly<Record<string, string>> = {
    name: 'audit-lab',
    'data-dir': '/tmp/etcd',
    'listen-client-urls': 'https://0.0.0.0:2379',
    'advertise-client-urls': url,
    'client-cert-auth': 'true',
    'trusted-ca-file': `${keys}/etcd-ca.crt`,
    'cert-file': `${keys}/etcd.crt`,
    'key-file': `${keys}/etcd.key`,
    // It has no peers: what listens for them is out of reach.
    'listen-peer-urls': 'http://127.0.0.1:2380',
    'unsafe-no-fsync': 'true',
    'log-level': 'warn',
  }
  return ['etcd', ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)]
}

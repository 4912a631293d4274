import { join } from 'node:path'

/** Flags of an etcd for one run: TLS with client certificates, 127.0.0.1 only, nothing that must survive a crash. */
export function etcdFlags(directory: string, port: number): string[] {
  const file = (name: string): string => join(directory, 'keys', name)
  const url = `https://127.0.0.1:${port}`
  const flags: Readonly<Record<string, string>> = {
    name: 'audit-lab',
    'data-dir': join(directory, `etcd-data-${port}`),
    'listen-client-urls': url,
    'advertise-client-urls': url,
    'client-cert-auth': 'true',
    'trusted-ca-file': file('etcd-ca.crt'),
    'cert-file': file('etcd.crt'),
    'key-file': file('etcd.key'),
    // It has no peers, but listens for them all the same: on a port that the system chooses.
    'listen-peer-urls': 'https://127.0.0.1:0',
    'peer-client-cert-auth': 'true',
    'peer-trusted-ca-file': file('etcd-ca.crt'),
    'peer-cert-file': file('etcd.crt'),
    'peer-key-file': file('etcd.key'),
    'unsafe-no-fsync': 'true',
    'log-level': 'warn',
  }
  return Object.entries(flags).map(([name, value]) => `--${name}=${value}`)
}

import { InputError } from '../../errors.js'

/** Where the audit log of a cluster that somebody else runs can be had. */
export type AuditLogPlace =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'docker'; readonly container: string; readonly path: string }
  /** Path below /var/log, as the kubelet serves it. */
  | { readonly kind: 'node'; readonly node: string; readonly path: string }
  | { readonly kind: 'webhook'; readonly host: string; readonly port: number }

const FORMS =
  'Give a file, docker:CONTAINER:/path, node:NODE:/var/log/path, or webhook:HOST:PORT (what the lab listens on).'

/** Reads `--audit-log`. Throws InputError. */
export function parseAuditLog(text: string): AuditLogPlace {
  const wrong = (reason: string): InputError => new InputError(`--audit-log ${text}: ${reason}`, { hint: FORMS })
  const [, scheme, rest = ''] = /^(docker|node|webhook):(.*)$/s.exec(text) ?? []
  if (scheme === undefined) {
    if (text === '') throw wrong('it is empty')
    return { kind: 'file', path: text }
  }
  if (scheme === 'webhook') {
    const [, host, port] = /^(\[[0-9a-fA-F:.]+\]|[^:\s]+):(\d+)$/.exec(rest) ?? []
    if (host === undefined || Number(port) > 65_535)
      throw wrong('a host and a port are expected, as webhook:0.0.0.0:9443')
    return { kind: 'webhook', host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) }
  }
  const at = rest.indexOf(':')
  const name = rest.slice(0, at)
  const path = rest.slice(at + 1)
  if (at <= 0 || !path.startsWith('/'))
    throw wrong(`a ${scheme === 'node' ? 'node' : 'container'} and an absolute path are expected`)
  if (scheme === 'docker') return { kind: 'docker', container: name, path }
  // The kubelet serves what lies below /var/log, and nothing else.
  if (!path.startsWith('/var/log/') || path.split('/').includes('..'))
    throw wrong('the kubelet serves files below /var/log only')
  return { kind: 'node', node: name, path }
}

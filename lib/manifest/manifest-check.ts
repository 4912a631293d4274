import type { Severity } from '../lint/finding.js'
import type { Place } from './place.js'
import type { Server } from './server.js'
import type { Subject } from './subject.js'

/** What a check found: where, what, and what to do. */
export interface Report {
  readonly at: Place
  readonly message: string
}

export interface ManifestCheck {
  /** Kebab-case; it has a row in docs/manifest-checks.md. */
  readonly id: string
  readonly severity: Severity
  /** What happens when nobody mends it, as seen on a real kubelet and server. */
  readonly happens: string
  readonly check: (subject: Subject) => readonly Report[]
}

/** A check of each kube-apiserver that a file sets up. */
export function serverCheck(
  check: Omit<ManifestCheck, 'check'> & { readonly check: (server: Server, subject: Subject) => readonly Report[] },
): ManifestCheck {
  return { ...check, check: (subject) => subject.servers.flatMap((server) => check.check(server, subject)) }
}

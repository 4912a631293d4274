import { clientCertificate } from './certificates.js'
import type { CertificateAuthority, Credential } from './server.js'

/** A user that a client certificate is for: Kubernetes reads CN as the name and every O as a group. */
export interface CertifiedUser {
  readonly name: string
  readonly groups: readonly string[]
  readonly expired: boolean
}

/** Gives out the client credentials of a cluster. Who can sign, signs; in a cluster of somebody else's one has to ask. */
export interface Identities {
  /** Who the lab is, and the persona `admin`. */
  admin(): Promise<Credential>
  issue(user: CertifiedUser): Promise<Credential>
}

/** Whoever has the authority's key signs everything, the administrator included. */
export function signedBy(authority: CertificateAuthority): Identities {
  const issue = (user: CertifiedUser): Promise<Credential> => clientCertificate(authority, user)
  return { admin: () => issue({ name: 'kubernetes-admin', groups: ['system:masters'], expired: false }), issue }
}

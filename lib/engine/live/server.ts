/** A kube-apiserver that the lab can reach, and how to know that it is the one. */
export interface ApiServer {
  readonly host: string
  readonly port: number
  /** A name in the server's certificate: the host may be a mapped address that the certificate does not have. */
  readonly serverName: string
  /** PEM. */
  readonly certificateAuthority: string
}

/** What a persona authenticates with. Neither field: anonymous. */
export interface Credential {
  readonly certificate?: { readonly certificate: string; readonly key: string }
  readonly token?: string
}

/** The authority that signs client certificates: PEM. */
export interface CertificateAuthority {
  readonly certificate: string
  readonly key: string
}

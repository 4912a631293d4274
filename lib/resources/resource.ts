/** A resource as an API server's discovery tells of it. */
export interface ServedResource {
  /** Empty for the core group. */
  readonly group: string
  /** The plural, as URLs have it. */
  readonly resource: string
  readonly singular: string
  readonly kind: string
  readonly shortNames: readonly string[]
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  /** Subresource → its verbs; null when they are not known. */
  readonly subresources: Readonly<Record<string, readonly string[]>> | null
}

/**
 * What a policy rule can see of a request: the authorizer attributes that kube-apiserver builds from the URL and the
 * authenticated user before it reads any body.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/audit/policy/checker.go
 */
export interface Attributes {
  /** Null when authentication failed or had not run (401, a refused `timeout=`). Anonymous is a user. */
  readonly user: { readonly name: string; readonly groups: readonly string[] } | null
  readonly verb: string
  /** False for paths such as /healthz, /api, /apis/apps/v1. */
  readonly resourceRequest: boolean
  readonly apiGroup: string
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
  /** Decoded URL path, without the query. */
  readonly path: string
}

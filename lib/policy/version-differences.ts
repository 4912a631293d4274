/**
 * What changed in upstream's auditing between the minor versions of Kubernetes from 1.24 to 1.35, found by comparing
 * k8s.io/apiserver's pkg/audit, pkg/apis/audit, pkg/endpoints/request and pkg/endpoints/filters. The rules that decide
 * level and stages (pkg/audit/policy/checker.go) and validation are the same in all of them.
 */
export interface UpstreamDifference {
  /** The first version that does it. */
  readonly since: string
  readonly what: string
  /** Whether a level, a stage or the acceptance of a policy can differ; else only what stands in a line, or in the server's own log. */
  readonly cells: boolean
  readonly source: string
}

const FILE = 'https://github.com/kubernetes/apiserver/blob'

export const UPSTREAM_DIFFERENCES: readonly UpstreamDifference[] = [
  {
    since: '1.26',
    what: 'A policy with unknown or duplicate keys is loaded with a warning. Before, it was loaded just so, in silence.',
    cells: false,
    source: `${FILE}/v0.26.3/pkg/audit/policy/reader.go`,
  },
  {
    since: '1.34',
    what: "When a request's body cannot be encoded, objectRef is not filled from it either. Before, it was.",
    cells: false,
    source: `${FILE}/v0.34.4/pkg/audit/request.go`,
  },
  {
    since: '1.35',
    what: 'An Event may have authenticationMetadata: how a constrained impersonation was allowed.',
    cells: false,
    source: `${FILE}/v0.35.10/pkg/apis/audit/v1/types.go`,
  },
]

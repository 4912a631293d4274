/** The policy that records everything: every request at RequestResponse, every stage. Any other can be projected from it. */
export const CATCH_ALL = `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: RequestResponse
`

import { bodyReports, object, type Sensitive } from '../bodies.js'
import { policyRule } from '../rule.js'

const SENSITIVE: readonly Sensitive[] = [
  ...object('secrets'),
  { group: '', resource: 'serviceaccounts', subresource: 'token', verbs: ['create'], level: 'RequestResponse' },
  { group: 'authentication.k8s.io', resource: 'tokenreviews', subresource: '', verbs: ['create'], level: 'Request' },
]

/** @see https://github.com/kubernetes/kubernetes/issues/47921 */
export const secretBodies = policyRule({
  id: 'secret-bodies',
  severity: 'error',
  why: 'Bodies of Secrets, TokenRequests and TokenReviews hold credentials that work. Whoever reads the log, or any store that it is sent to, has them.',
  check: (policy, subject) => bodyReports(policy, subject, SENSITIVE),
})

import { stringOf } from '../../policy/node.js'
import type { LintRule } from '../rule.js'
import { replaced, valueAt } from '../subject.js'
import { code } from '../words.js'

/** @see https://github.com/kubernetes/kubernetes/pull/108092, which removed them */
export const removedApiVersion: LintRule = {
  id: 'removed-api-version',
  severity: 'error',
  why: 'Kubernetes 1.24 removed the alpha and beta versions of Policy; the server does not start with one.',
  check(subject) {
    const node = valueAt(subject, ['apiVersion'])
    const version = stringOf(node)
    if (node === undefined || version === undefined || !/^audit\.k8s\.io\/v1(alpha|beta)1$/.test(version)) return []
    const message = `${code(version)} was removed in Kubernetes 1.24; write \`audit.k8s.io/v1\`, the fields are the same`
    return [{ at: node, message, fix: [replaced(subject, node, 'audit.k8s.io/v1')] }]
  },
}

import { partsOf } from '../resource-pattern.js'
import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { resourceItemsOf } from '../walk.js'
import { code } from '../words.js'

export const namespaceOfClusterResource = policyRule({
  id: 'namespace-of-cluster-resource',
  severity: 'error',
  why: 'Requests for cluster-scoped objects have no namespace. Only the empty string in `namespaces` matches them.',
  check: (policy, subject) =>
    resourceItemsOf(policy).flatMap(({ rule, group, value, path }) => {
      const { namespaces = [] } = policy.rules[rule] ?? {}
      const resource = partsOf(value)?.resource ?? ''
      const served = subject.resources.find(group, resource)
      // A Namespace is in itself.
      const isNamespace = group === '' && resource === 'namespaces'
      if (namespaces.length === 0 || namespaces.includes('') || isNamespace || served?.namespaced !== false) return []
      const message = `${code(value)} are in no namespace, so this matches nothing; add \`""\` to \`namespaces\``
      return [{ at: placeOf(subject, path), message }]
    }),
})

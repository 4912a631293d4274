import { removedIn } from '../gone-resources.js'
import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { entriesOf, resourceItemsOf } from '../walk.js'
import { code } from '../words.js'

export const removedResource = policyRule({
  id: 'removed-resource',
  severity: 'info',
  why: 'No request is for it on a server of today. What took its place may have another group, and needs a rule of its own.',
  check: (policy, subject) => [
    ...entriesOf(policy).flatMap(({ group, path }) => {
      const version = removedIn(group, null)
      if (version === null) return []
      return [
        {
          at: placeOf(subject, [...path, 'group']),
          message: `the group ${code(group)} was removed in Kubernetes ${version}`,
        },
      ]
    }),
    ...resourceItemsOf(policy).flatMap(({ group, value, path }) => {
      const version = removedIn(group, value.replace(/\/.*/, ''))
      if (version === null || removedIn(group, null) !== null || subject.resources.find(group, value) !== null)
        return []
      return [{ at: placeOf(subject, path), message: `${code(value)} was removed in Kubernetes ${version}` }]
    }),
  ],
})

import type { LintRule, Report } from '../rule.js'
import { keyPlace } from '../subject.js'
import { typedValues } from '../walk.js'
import { code } from '../words.js'

const MEANS: Readonly<Record<string, string>> = {
  users: 'every user, and requests without one',
  userGroups: 'every group',
  verbs: 'every verb',
  namespaces: 'every namespace and cluster-scoped objects',
  nonResourceURLs: 'every path, and resources too',
  resourceNames: 'every name',
}

export const emptyValue: LintRule = {
  id: 'empty-value',
  severity: 'warning',
  why: 'An empty list is read as no list at all: it asks for nothing, so the rule matches more. A null in a list is the empty string.',
  check(subject) {
    return [...typedValues(subject)].flatMap(({ node, type, path }): Report[] => {
      const key = String(path.at(-1))
      if (type.kind === 'string' && node.type === 'null' && typeof path.at(-1) === 'number') {
        return [
          { at: node, message: 'nothing is written here, which is the empty string; write `""` if that is meant' },
        ]
      }
      const isEmpty = node.type === 'null' || (node.type === 'array' && node.items.length === 0)
      if (type.kind !== 'slice' || !isEmpty || key === 'omitStages' || path.length === 1) return []
      const inEntry = path.length > 4
      const means = key === 'resources' ? (inEntry ? 'the whole group' : 'every resource, and every path') : MEANS[key]
      if (means === undefined) return []
      return [
        { at: keyPlace(subject, path), message: `an empty ${code(key)} means ${means}; leave it out if that is meant` },
      ]
    })
  },
}

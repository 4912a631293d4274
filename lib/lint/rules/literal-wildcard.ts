import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { itemsOf } from '../walk.js'
import { code } from '../words.js'

/** @see https://github.com/kubernetes/kubernetes/issues/53496 */
export const literalWildcard = policyRule({
  id: 'literal-wildcard',
  severity: 'error',
  why: 'Users, groups, namespaces and names are compared literally: a star in them matches only a star.',
  check: (policy, subject) => [
    ...(['users', 'userGroups', 'namespaces'] as const).flatMap((field) =>
      itemsOf(policy, field)
        .filter(({ value }) => value.includes('*'))
        .map(({ value, path }) => ({ at: placeOf(subject, path), message: messageOf(field, value) })),
    ),
    ...policy.rules.flatMap(({ resources }, rule) =>
      resources.flatMap(({ resourceNames }, entry) =>
        resourceNames.flatMap((value, index) =>
          value.includes('*')
            ? [
                {
                  at: placeOf(subject, ['rules', rule, 'resources', entry, 'resourceNames', index]),
                  message: messageOf('resourceNames', value),
                },
              ]
            : [],
        ),
      ),
    ),
  ],
})

function messageOf(field: string, value: string): string {
  const literal = `\`*\` is no wildcard in ${code(field)}: ${code(value)} matches nothing`
  if (value === '*') return `${literal}; leave ${code(field)} out to match all`
  if (/^system:nodes?:\*$/.test(value)) return `${literal}; all nodes are the group \`system:nodes\``
  const [, namespace] = /^system:serviceaccount:([^:*]+):\*$/.exec(value) ?? []
  if (namespace !== undefined) return `${literal}; they are the group \`system:serviceaccounts:${namespace}\``
  if (value.startsWith('system:serviceaccount:*'))
    return `${literal}; all ServiceAccounts are the group \`system:serviceaccounts\``
  return literal
}

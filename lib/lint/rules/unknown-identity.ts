import { nearest } from '../../scenario/nearest.js'
import { GONE, isKnownGroup, isKnownUser, KNOWN_GROUPS, KNOWN_USERS } from '../identities.js'
import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { itemsOf } from '../walk.js'
import { code } from '../words.js'

export const unknownIdentity = policyRule({
  id: 'unknown-identity',
  severity: 'warning',
  why: 'Names that begin with `system:` are reserved for Kubernetes. One that no component has matches nothing.',
  check: (policy, subject) =>
    (['users', 'userGroups'] as const).flatMap((field) =>
      itemsOf(policy, field).flatMap(({ value, path }) => {
        const message = messageOf(field, value)
        return message === null ? [] : [{ at: placeOf(subject, path), message }]
      }),
    ),
})

function messageOf(field: 'users' | 'userGroups', value: string): string | null {
  // Right in the one list and wrong in the other, and a star, are for other rules to say.
  if (isKnownUser(value) || isKnownGroup(value) || value.includes('*')) return null
  const gone = Object.hasOwn(GONE, value) ? GONE[value] : undefined
  if (gone !== undefined) return `nobody is ${code(value)} any more: ${gone}`
  if (!value.startsWith('system:')) return null
  if (value.startsWith('system:serviceaccount:'))
    return `${code(value)} is no ServiceAccount: they are \`system:serviceaccount:<namespace>:<name>\``
  const isUser = field === 'users'
  const near = nearest(value, isUser ? KNOWN_USERS : KNOWN_GROUPS)
  const what = isUser ? 'user' : 'group'
  return `${code(value)} is no ${what} of Kubernetes${near === null ? '' : `; did you mean ${code(near)}?`}`
}

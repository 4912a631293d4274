import { isKnownUser } from '../identities.js'
import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { itemsOf } from '../walk.js'
import { code } from '../words.js'

export const userAsGroup = policyRule({
  id: 'user-as-group',
  severity: 'error',
  why: '`userGroups` holds groups. Nobody is in a group with the name of this user, so the item matches nothing.',
  check: (policy, subject) =>
    itemsOf(policy, 'userGroups')
      .filter(({ value }) => isKnownUser(value))
      .map(({ value, path }) => ({
        at: placeOf(subject, path),
        message: `${code(value)} is a user; it belongs into \`users\``,
      })),
})

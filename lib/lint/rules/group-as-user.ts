import { isKnownGroup } from '../identities.js'
import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { itemsOf } from '../walk.js'
import { code } from '../words.js'

/** @see https://github.com/kubernetes/website/issues/37958 */
export const groupAsUser = policyRule({
  id: 'group-as-user',
  severity: 'error',
  why: '`users` holds names of users. No user has the name of this group, so the item matches nothing.',
  check: (policy, subject) =>
    itemsOf(policy, 'users')
      .filter(({ value }) => isKnownGroup(value))
      .map(({ value, path }) => ({
        at: placeOf(subject, path),
        message: `${code(value)} is a group; it belongs into \`userGroups\``,
      })),
})

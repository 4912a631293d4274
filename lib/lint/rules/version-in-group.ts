import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { entriesOf } from '../walk.js'
import { code } from '../words.js'

/** @see https://github.com/teutonet/teutonet-helm-charts/issues/2094 */
export const versionInGroup = policyRule({
  id: 'version-in-group',
  severity: 'error',
  why: 'A rule matches the API group only, never its version. The server refuses `apps/v1`, but takes `v1` for the name of a group that nobody serves.',
  check: (policy, subject) =>
    entriesOf(policy).flatMap(({ group, path }) => {
      if (!/^v\d+((alpha|beta)\d+)?$/.test(group)) return []
      const message = `${code(group)} is a version, not a group: this matches nothing. The core group is \`""\``
      return [{ at: placeOf(subject, [...path, 'group']), message }]
    }),
})

import { policyRule } from '../rule.js'
import { omissionsOf } from '../stages.js'
import { placeOf } from '../subject.js'

/** @see https://github.com/kubernetes/kubernetes/issues/51119 */
export const unauthenticatedOmitted = policyRule({
  id: 'unauthenticated-omitted',
  severity: 'warning',
  why: 'A request with credentials that fail (401) has one Event, of the stage ResponseStarted, and no user. Of watches and exec it is the Event that says they began.',
  check: (policy, subject) =>
    omissionsOf(policy, 'ResponseStarted')
      .filter(({ rule }) => {
        const { users = [], userGroups = [] } = (rule === null ? undefined : policy.rules[rule]) ?? {}
        // Nobody has a name and groups.
        return users.length + userGroups.length === 0
      })
      .map(({ path }) => ({
        at: placeOf(subject, path),
        message: 'without ResponseStarted no failed authentication is on record',
      })),
})

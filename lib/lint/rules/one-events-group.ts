import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { twinOf } from '../twin.js'
import { resourceItemsOf } from '../walk.js'
import { groupWords } from '../words.js'

const TWINS: Readonly<Record<string, string>> = { '': 'events.k8s.io', 'events.k8s.io': '' }

/** @see https://github.com/openshift/splunk-forwarder-operator/pull/484 */
export const oneEventsGroup = policyRule({
  id: 'one-events-group',
  severity: 'warning',
  why: 'The same Event objects are served by the core group and by events.k8s.io, and components write to either.',
  check: (policy, subject) =>
    resourceItemsOf(policy).flatMap(({ rule, group, value, path }) => {
      const other = TWINS[group]
      const level = policy.rules[rule]?.level ?? 'None'
      if (other === undefined || value !== 'events') return []
      const of = { resources: [{ apiGroup: group, resource: 'events', subresource: '' }] }
      const twin = twinOf(policy, rule, of, { apiGroup: other })
      if (twin === null || twin.decision.level === level) return []
      const message = `the events of ${groupWords(other)} are not covered: they are logged at ${twin.decision.level}, these at ${level}`
      return [{ at: placeOf(subject, path), message }]
    }),
})

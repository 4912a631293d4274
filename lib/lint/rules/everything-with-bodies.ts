import { policyRule } from '../rule.js'
import { rulePlace } from '../subject.js'

export const everythingWithBodies = policyRule({
  id: 'everything-with-bodies',
  severity: 'warning',
  why: 'A rule without a condition logs the bodies of whatever nobody thought of: custom resources with credentials in them, and the volume of everything.',
  check: (policy, subject) =>
    policy.rules.flatMap((rule, index) => {
      const lists = [rule.users, rule.userGroups, rule.verbs, rule.resources, rule.namespaces, rule.nonResourceURLs]
      if (lists.some(({ length }) => length > 0) || !['Request', 'RequestResponse'].includes(rule.level)) return []
      const message = `this rule logs every request that no earlier rule matches at ${rule.level}; end with Metadata, and name what needs its body`
      return [{ at: rulePlace(subject, index), message }]
    }),
})

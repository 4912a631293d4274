import { requestMatching } from '../../analysis/reach.js'
import type { PolicyRule } from '../../policy/policy.js'
import { policyRule } from '../rule.js'
import { rulePlace } from '../subject.js'
import { deadPattern } from './dead-pattern.js'
import { groupAsUser } from './group-as-user.js'
import { nameOnCreate } from './name-on-create.js'
import { namespaceOfClusterResource } from './namespace-of-cluster-resource.js'
import { pathOfResource } from './path-of-resource.js'
import { unknownVerb } from './unknown-verb.js'

/** They say which part of the rule it is. */
const EXPLAINING = [deadPattern, groupAsUser, nameOnCreate, namespaceOfClusterResource, pathOfResource, unknownVerb]

export const neverMatches = policyRule({
  id: 'never-matches',
  severity: 'error',
  why: 'Each part of this rule is met by some request, but no request meets all of them: the rule decides nothing.',
  check: (policy, subject) =>
    policy.rules.flatMap((rule, index) => {
      if (requestMatching(rule) !== null) return []
      const alone = policy.rules.map((one, at) => (at === index ? one : ANYTHING))
      const isExplained = EXPLAINING.some(
        ({ check }) => check({ ...subject, policy: { ...policy, rules: alone } }).length > 0,
      )
      if (isExplained) return []
      return [{ at: rulePlace(subject, index), message: 'no request can match all that this rule asks for' }]
    }),
})

/** A rule that nobody could find fault with. */
const ANYTHING: PolicyRule = {
  ...{ level: 'None', users: [], userGroups: [], verbs: [], resources: [], namespaces: [], nonResourceURLs: [] },
  ...{ omitStages: [], omitManagedFields: null, line: 1 },
}

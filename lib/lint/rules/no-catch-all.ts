import { requestDecidedBy } from '../../analysis/reach.js'
import { requestWords } from '../../audit/request-words.js'
import type { Selector } from '../../requirement/requirement.js'
import { policyRule } from '../rule.js'
import { rulePlace } from '../subject.js'

const resource = (apiGroup: string, name: string, subresource = ''): Selector => ({
  resources: [{ apiGroup, resource: name, subresource }],
})

/** What one would not want to miss, before any request at all. */
const TELLING: readonly Selector[] = [
  { ...resource('', 'secrets'), verbs: ['get'] },
  { ...resource('', 'pods', 'exec'), verbs: ['create'] },
  { ...resource('rbac.authorization.k8s.io', 'clusterrolebindings'), verbs: ['create'] },
  {},
]

export const noCatchAll = policyRule({
  id: 'no-catch-all',
  severity: 'warning',
  why: 'A request that no rule matches is not logged. What nobody thought of, new kinds of resources among it, leaves no trace.',
  check: (policy, subject) => {
    const last = policy.rules.length - 1
    for (const of of TELLING) {
      const request = requestDecidedBy(policy, last + 1, { of })
      if (request === null || request === 'undecided') continue
      const message = `no rule matches ${requestWords(request)}: it leaves no Event. End with a rule for all the rest, such as \`- level: Metadata\``
      return [{ at: rulePlace(subject, last), message }]
    }
    return []
  },
})

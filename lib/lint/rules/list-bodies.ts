import { requestDecidedBy } from '../../analysis/reach.js'
import { requestWords } from '../../audit/request-words.js'
import type { Selector } from '../../requirement/requirement.js'
import { policyRule } from '../rule.js'
import { rulePlace } from '../subject.js'

const core = (resource: string): { apiGroup: string; resource: string; subresource: string } => ({
  ...{ apiGroup: '', resource, subresource: '' },
})
/** What there is much of in most clusters, read across all namespaces. */
const LARGE: Selector = {
  verbs: ['list'],
  namespaces: [''],
  resources: [
    ...['pods', 'configmaps', 'events', 'nodes'].map(core),
    { apiGroup: 'apps', resource: 'replicasets', subresource: '' },
    { apiGroup: 'discovery.k8s.io', resource: 'endpointslices', subresource: '' },
    { apiGroup: 'apiextensions.k8s.io', resource: 'customresourcedefinitions', subresource: '' },
  ],
}

/** @see https://github.com/kubernetes/kubernetes/issues/131720 */
export const listBodies = policyRule({
  id: 'list-bodies',
  severity: 'warning',
  why: 'The answer to a list holds every object. At RequestResponse the server encodes it a second time for one Event, which has cost gigabytes of memory on large clusters.',
  check: (policy, subject) =>
    policy.rules.flatMap(({ level }, rule) => {
      if (level !== 'RequestResponse') return []
      const request = requestDecidedBy(policy, rule, { of: LARGE })
      if (request === null || request === 'undecided') return []
      return [{ at: rulePlace(subject, rule), message: `this rule logs whole lists: ${requestWords(request)}` }]
    }),
})

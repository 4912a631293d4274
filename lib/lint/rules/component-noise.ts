import type { Attributes } from '../../audit/attributes.js'
import { evaluate } from '../../policy/evaluate.js'
import { groupBy } from '../../util/group.js'
import { policyRule } from '../rule.js'
import { rulePlace } from '../subject.js'

const NOBODYS = { apiGroup: '', subresource: '', name: '', namespace: '' }
const user = (name: string, ...groups: readonly string[]): Attributes['user'] => ({
  name,
  groups: [...groups, 'system:authenticated'],
})
const lease = { ...NOBODYS, resourceRequest: true, apiGroup: 'coordination.k8s.io', resource: 'leases', verb: 'update' }
const watch = { ...NOBODYS, resourceRequest: true, verb: 'watch', path: '/api/v1/services', resource: 'services' }
const probe = { ...NOBODYS, resourceRequest: false, verb: 'get', resource: '' }

/** What a cluster asks of its API server all day with nobody there. */
const NOISE: readonly { readonly what: string; readonly request: Attributes }[] = [
  {
    what: 'lease renewals of nodes',
    request: {
      ...lease,
      user: user('system:node:worker', 'system:nodes'),
      namespace: 'kube-node-lease',
      name: 'worker',
      path: '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/worker',
    },
  },
  {
    what: 'leader election',
    request: {
      ...lease,
      user: user('system:kube-scheduler'),
      namespace: 'kube-system',
      name: 'kube-scheduler',
      path: '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler',
    },
  },
  { what: 'watches of components', request: { ...watch, user: user('system:kube-proxy') } },
  {
    what: 'health probes',
    request: { ...probe, path: '/livez', user: { name: 'system:anonymous', groups: ['system:unauthenticated'] } },
  },
]

export const componentNoise = policyRule({
  id: 'component-noise',
  severity: 'info',
  why: 'The components of a cluster ask all day, with nobody there. On most clusters that is the larger part of the log.',
  check: (policy, subject) => {
    const logged = NOISE.map(({ what, request }) => ({ what, ...evaluate(policy, request) })).filter(
      ({ level, rule }) => level !== 'None' && rule !== null,
    )
    return [...groupBy(logged, ({ rule }) => String(rule)).values()].map((group) => ({
      at: rulePlace(subject, (group[0].rule ?? 1) - 1),
      message: `this rule logs what components do all day: ${group.map(({ what }) => what).join(', ')}`,
    }))
  },
})

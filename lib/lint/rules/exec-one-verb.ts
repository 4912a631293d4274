import { compareLevels } from '../../audit/level.js'
import { policyRule } from '../rule.js'
import { keyPlace } from '../subject.js'
import { twinOf } from '../twin.js'
import { code } from '../words.js'

const STREAMS = ['exec', 'attach', 'portforward']

/** @see https://github.com/kubernetes/kubectl/issues/1761 */
export const execOneVerb = policyRule({
  id: 'exec-one-verb',
  severity: 'warning',
  why: 'kubectl exec, attach and port-forward are the verb `get` over WebSocket, as kubectl asks today, and `create` over SPDY, as it did before and still does when it must.',
  check: (policy, subject) =>
    policy.rules.flatMap(({ verbs, level, resources }, rule) => {
      const [one, other] = verbs.includes('get') ? ['get', 'create'] : ['create', 'get']
      if (!verbs.includes(one) || verbs.includes(other) || level === 'None') return []
      const named = resources.flatMap((entry) => (entry.group === '' ? entry.resources : []))
      const missed = STREAMS.filter((subresource) => {
        if (!named.includes(`pods/${subresource}`)) return false
        const of = { verbs: [one], resources: [{ apiGroup: '', resource: 'pods', subresource }] }
        const twin = twinOf(policy, rule, of, { verb: other })
        return twin !== null && compareLevels(twin.decision.level, level) < 0
      })
      if (missed.length === 0) return []
      const message = `${code(other)} is missing: ${missed.map((subresource) => code(`${other} pods/${subresource}`)).join(', ')} would be logged at less than ${level}`
      return [{ at: keyPlace(subject, ['rules', rule, 'verbs']), message }]
    }),
})

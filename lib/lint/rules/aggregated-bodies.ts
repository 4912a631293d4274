import { compareLevels } from '../../audit/level.js'
import { policyRule } from '../rule.js'
import { rulePlace } from '../subject.js'
import { code, listOf } from '../words.js'

/** Served by other servers, which kube-apiserver passes requests on to. */
const AGGREGATED = ['metrics.k8s.io', 'custom.metrics.k8s.io', 'external.metrics.k8s.io']

/** @see https://github.com/kubernetes/kubernetes/issues/103889 */
export const aggregatedBodies = policyRule({
  id: 'aggregated-bodies',
  severity: 'info',
  why: 'kube-apiserver passes requests for aggregated APIs on without decoding them: their Events have no bodies at any level.',
  check: (policy, subject) =>
    policy.rules.flatMap(({ level, resources }, rule) => {
      const groups = [...new Set(resources.map(({ group }) => group))]
      const isAll = groups.length > 0 && groups.every((group) => AGGREGATED.includes(group))
      if (!isAll || compareLevels(level, 'Request') < 0) return []
      const message = `${listOf(groups.map(code))} ${groups.length === 1 ? 'is' : 'are'} served by another server: ${level} logs no more than Metadata here`
      return [{ at: rulePlace(subject, rule), message }]
    }),
})

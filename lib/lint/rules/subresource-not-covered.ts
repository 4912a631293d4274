import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { twinOf } from '../twin.js'
import { resourceItemsOf } from '../walk.js'
import { code, listOf } from '../words.js'

/** What is done to an object by way of a subresource, and with which verb. */
const ACTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ' pods': {
    exec: 'create',
    attach: 'create',
    portforward: 'create',
    ephemeralcontainers: 'patch',
    eviction: 'create',
  },
  ' nodes': { proxy: 'get' },
  ' services': { proxy: 'get' },
  ' serviceaccounts': { token: 'create' },
  'apps deployments': { scale: 'patch' },
  'apps statefulsets': { scale: 'patch' },
}

/** @see https://github.com/kubernetes/kubernetes/issues/48836 */
export const subresourceNotCovered = policyRule({
  id: 'subresource-not-covered',
  severity: 'warning',
  why: 'A resource does not cover its subresources: `pods` is not `pods/exec`. What is done by way of them is not logged here.',
  check: (policy, subject) => {
    const told = new Set<string>()
    return resourceItemsOf(policy).flatMap(({ rule, group, value, path }) => {
      const acts = ACTS[`${group} ${value}`]
      if (acts === undefined || policy.rules[rule]?.level === 'None' || told.has(`${group} ${value}`)) return []
      const of = { resources: [{ apiGroup: group, resource: value, subresource: '' }] }
      const missing = Object.entries(acts).flatMap(([subresource, verb]) => {
        const twin = twinOf(policy, rule, of, { subresource, verb, name: 'example' })
        // Left out by a rule is as somebody wanted it.
        return twin?.decision.level === 'None' && twin.decision.rule === null ? [`${value}/${subresource}`] : []
      })
      if (missing.length === 0) return []
      told.add(`${group} ${value}`)
      return [
        {
          at: placeOf(subject, path),
          message: `${code(value)} does not cover ${listOf(missing.map(code))}, which no rule matches`,
        },
      ]
    })
  },
})

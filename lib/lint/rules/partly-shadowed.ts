import { requestDecidedBy } from '../../analysis/reach.js'
import { compareLevels } from '../../audit/level.js'
import { requestWords } from '../../audit/request-words.js'
import type { PolicyRule } from '../../policy/policy.js'
import { policyRule } from '../rule.js'
import { shadowsOf } from '../shadows.js'
import { rulePlace } from '../subject.js'

export const partlyShadowed = policyRule({
  id: 'partly-shadowed',
  severity: 'warning',
  why: 'The first rule that matches decides. An earlier, broader rule logs less of what this one names, so that part of it is lost.',
  check: (policy, subject) => {
    const dead = new Set(shadowsOf(policy).map(({ rule }) => rule))
    return policy.rules.flatMap((rule, index) => {
      if (!namesResources(rule) || dead.has(index)) return []
      for (const [earlier, other] of policy.rules.slice(0, index).entries()) {
        if (!isBroad(other, rule) || compareLevels(other.level, rule.level) >= 0) continue
        const taken = requestDecidedBy(policy, earlier, { matching: rule })
        if (taken === null || taken === 'undecided') continue
        const message = `rule ${earlier + 1} (${other.level}, line ${other.line}) takes some of what this rule names: ${requestWords(taken)}`
        return [{ at: rulePlace(subject, index), message }]
      }
      return []
    })
  },
})

function namesResources({ resources }: PolicyRule): boolean {
  return (
    resources.length > 0 && resources.every((entry) => entry.resources.length > 0 && !entry.resources.includes('*'))
  )
}

/** A rule about everybody, everywhere, that names none of the resources which the other one names. */
function isBroad(rule: PolicyRule, other: PolicyRule): boolean {
  if (rule.users.length + rule.userGroups.length + rule.namespaces.length + rule.nonResourceURLs.length > 0)
    return false
  const named = other.resources.flatMap(({ group, resources }) => resources.map((one) => `${group} ${one}`))
  return rule.resources.every(({ group, resources, resourceNames }) => {
    if (resourceNames.length > 0) return false
    return (
      !resources.some((one) => named.includes(`${group} ${one}`)) && (resources.length === 0 || resources.includes('*'))
    )
  })
}

import { compareLevels } from '../../audit/level.js'
import { requestWords } from '../../audit/request-words.js'
import { policyRule } from '../rule.js'
import { keyPlace } from '../subject.js'
import { twinOf } from '../twin.js'

export const readsOfAllNamespaces = policyRule({
  id: 'reads-of-all-namespaces',
  severity: 'warning',
  why: 'A list or watch across all namespaces has no namespace, so that a rule which names namespaces does not match it, though it reads their objects too.',
  check: (policy, subject) =>
    policy.rules.flatMap(({ namespaces, level }, rule) => {
      if (namespaces.length === 0 || namespaces.includes('') || level === 'None') return []
      const twin = twinOf(policy, rule, { verbs: ['list'] }, { namespace: '', name: '' })
      if (twin === null || compareLevels(twin.decision.level, level) >= 0) return []
      const message = `${requestWords(twin.request)} is logged at ${twin.decision.level}, not ${level}; add \`""\` to namespaces, or rely on another rule`
      return [{ at: keyPlace(subject, ['rules', rule, 'namespaces']), message }]
    }),
})

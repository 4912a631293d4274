import { compareLevels } from '../../audit/level.js'
import { policyRule } from '../rule.js'
import { rulePlace } from '../subject.js'
import { ruleWords } from '../words.js'

/** @see https://github.com/kubernetes/kubernetes/issues/94986 */
export const managedFields = policyRule({
  id: 'managed-fields',
  severity: 'info',
  why: 'metadata.managedFields says which client owns which field. It can be the larger part of an object, and an audit log has no use for it.',
  check: (policy, subject) => {
    const rules = policy.rules.flatMap(({ level, omitManagedFields }, rule) =>
      compareLevels(level, 'RequestResponse') >= 0 && !(omitManagedFields ?? policy.omitManagedFields) ? [rule] : [],
    )
    const [first] = rules
    if (first === undefined) return []
    const message = `${ruleWords(rules)} ${rules.length === 1 ? 'logs' : 'log'} managedFields; add \`omitManagedFields: true\` to the policy`
    return [{ at: rulePlace(subject, first), message }]
  },
})

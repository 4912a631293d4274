import { policyRule } from '../rule.js'
import { omits } from '../stages.js'
import { keyPlace, rulePlace } from '../subject.js'
import { ruleWords } from '../words.js'

/** @see https://github.com/kubernetes/website/issues/39968 */
export const requestReceived = policyRule({
  id: 'request-received',
  severity: 'warning',
  why: 'RequestReceived is a second Event for each request, and says nothing that ResponseComplete does not say too: the log has twice the Events. The omitStages of a rule hold for that rule alone.',
  check: (policy, subject) => {
    const logging = policy.rules.flatMap(({ level }, rule) =>
      level === 'None' || omits(policy, rule, 'ResponseComplete') ? [] : [rule],
    )
    const doubled = logging.filter((rule) => !omits(policy, rule, 'RequestReceived'))
    if (doubled.length === 0) return []
    if (doubled.length === logging.length) {
      const message = 'each request is logged twice; add `omitStages: [RequestReceived]` to the policy'
      return [{ at: keyPlace(subject, ['rules']), message }]
    }
    const others = ruleWords(logging.filter((rule) => !doubled.includes(rule)))
    return doubled.map((rule) => ({
      at: rulePlace(subject, rule),
      message: `this rule logs each request twice: the omitStages of ${others} do not hold here`,
    }))
  },
})

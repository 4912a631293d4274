import { STAGES } from '../../audit/level.js'
import { policyRule } from '../rule.js'
import { omits } from '../stages.js'
import { keyPlace } from '../subject.js'

export const logsNothing = policyRule({
  id: 'logs-nothing',
  severity: 'error',
  why: 'The server runs with auditing on, so that a check of its flags is content, and the log stays empty.',
  check: (policy, subject) => {
    const logs = policy.rules.some(
      ({ level }, rule) => level !== 'None' && STAGES.some((stage) => !omits(policy, rule, stage)),
    )
    return logs ? [] : [{ at: keyPlace(subject, ['rules']), message: 'no rule of this policy logs anything' }]
  },
})

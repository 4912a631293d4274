import { STAGES } from '../../audit/level.js'
import { policyRule } from '../rule.js'
import { omissionsOf } from '../stages.js'
import { placeOf } from '../subject.js'

export const noOutcome = policyRule({
  id: 'no-outcome',
  severity: 'error',
  why: 'ResponseComplete is the only Event of most requests that says how they ended. Without it nobody can tell a success from a refusal, and no response body is logged at any level.',
  check: (policy, subject) =>
    omissionsOf(policy, 'ResponseComplete').map(({ path, rule }) => {
      const omitted = [...policy.omitStages, ...(rule === null ? [] : (policy.rules[rule]?.omitStages ?? []))]
      const all = STAGES.every((stage) => omitted.includes(stage))
      const message = all
        ? 'every stage is omitted: nothing is logged, whatever the level says'
        : 'without ResponseComplete no Event says how a request ended'
      return { at: placeOf(subject, path), message }
    }),
})

import { diff } from '../analysis/diff.js'
import { captureLimit } from '../audit/capture-limits.js'
import { requestWords } from '../audit/request-words.js'
import type { Policy } from '../policy/policy.js'
import type { PolicyVolume, VolumeResult } from '../volume/result.js'

/**
 * Adds to each policy what no log can show: that it would have logged requests of which the policy that the log was taken under
 * logs nothing. `policies` are those of the result, in its order.
 */
export function withNeverLogged(result: VolumeResult, policies: readonly Policy[], under: Policy): VolumeResult {
  return {
    ...result,
    policies: result.policies.map((volume, index) => {
      const policy = policies[index]
      return policy === undefined ? volume : withLimit(volume, policy, under)
    }),
  }
}

function withLimit(volume: PolicyVolume, policy: Policy, under: Policy): PolicyVolume {
  const differences = diff(under, policy)
  const found = differences?.find(({ before, after }) => before.level === 'None' && after.level !== 'None')
  // Where it cannot be decided there may be such requests.
  if (differences !== null && found === undefined) return volume
  const { leaves, means } = captureLimit('never-logged')
  const example = found === undefined ? null : requestWords(found.request)
  const limit = { limit: 'never-logged', certain: found !== undefined, events: null, leaves, means, example } as const
  return { ...volume, atLeast: true, limits: [limit, ...volume.limits] }
}

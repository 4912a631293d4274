import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { resourceItemsOf } from '../walk.js'
import { code } from '../words.js'

/** @see https://github.com/kubernetes/kubernetes/pull/55306 */
export const starCoversResource = policyRule({
  id: 'star-covers-resource',
  severity: 'info',
  why: 'The documentation says that `pods/*` means the subresources of pods. The server takes it for pods and its subresources.',
  check: (policy, subject) =>
    resourceItemsOf(policy)
      .filter(({ value }) => /^[^*/]+\/\*$/.test(value))
      .map(({ value, path }) => ({
        at: placeOf(subject, path),
        message: `${code(value)} covers ${code(value.slice(0, -2))} itself too`,
      })),
})

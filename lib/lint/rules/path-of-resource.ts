import { requestInfo } from '../../audit/request-info.js'
import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { itemsOf } from '../walk.js'
import { code } from '../words.js'

/** @see https://github.com/kubernetes/apiserver/issues/94 */
export const pathOfResource = policyRule({
  id: 'path-of-resource',
  severity: 'error',
  why: 'nonResourceURLs match paths of requests that are for no resource, such as /healthz and /apis. A request for a resource is never matched by its path.',
  check: (policy, subject) =>
    itemsOf(policy, 'nonResourceURLs').flatMap(({ value, path }) => {
      // A path that goes on behind the star: when that is a resource's, no more than discovery is left.
      const longer = value.endsWith('*') ? `${value.slice(0, -1)}x` : value
      const target = longer.replaceAll(/[%?]/g, (character) => encodeURIComponent(character))
      const info = longer.startsWith('/') ? requestInfo('GET', target) : null
      if (info?.resourceRequest !== true) return []
      const message = `${code(value)} is the path of resources, which nonResourceURLs never match; name them under \`resources\``
      return [{ at: placeOf(subject, path), message }]
    }),
})

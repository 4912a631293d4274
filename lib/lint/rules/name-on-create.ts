import { partsOf } from '../resource-pattern.js'
import { policyRule } from '../rule.js'
import { keyPlace } from '../subject.js'
import { entriesOf } from '../walk.js'
import { code, listOf } from '../words.js'

/** @see https://github.com/kubernetes/kubernetes/issues/44978 */
export const nameOnCreate = policyRule({
  id: 'name-on-create',
  severity: 'error',
  why: 'A rule sees the name in the URL. A create has none there, the body is not read yet; neither has a deletecollection.',
  check: (policy, subject) =>
    entriesOf(policy).flatMap(({ rule, entry, path }) => {
      const { verbs = [], resources = [] } = policy.rules[rule] ?? {}
      const { resources: patterns = [], resourceNames = [] } = resources[entry] ?? {}
      // The create of a subresource names the object that it is of.
      const hasPlain = patterns.some((pattern) => partsOf(pattern)?.subresource === '')
      const nameless = verbs.filter((verb) => (verb === 'create' && hasPlain) || verb === 'deletecollection')
      if (resourceNames.length === 0 || resourceNames.includes('') || nameless.length === 0) return []
      const what = nameless.length === verbs.length ? 'this entry matches nothing' : 'this entry does not match it'
      const message = `${listOf(nameless.map(code))} ${nameless.length === 1 ? 'has' : 'have'} no name in the URL: ${nameless.length === 1 || nameless.length === verbs.length ? what : 'this entry does not match them'}`
      return [{ at: keyPlace(subject, [...path, 'resourceNames']), message }]
    }),
})

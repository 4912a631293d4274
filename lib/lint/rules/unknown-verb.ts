import { PATH_VERBS, RESOURCE_VERBS } from '../../requirement/verbs.js'
import { nearest } from '../../scenario/nearest.js'
import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { itemsOf } from '../walk.js'
import { code, listOf } from '../words.js'

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb */
const RBAC_ONLY = ['bind', 'escalate', 'impersonate', 'use', 'approve', 'sign', 'attest']

export const unknownVerb = policyRule({
  id: 'unknown-verb',
  severity: 'error',
  why: 'Verbs are compared literally, and no request has this one: the item matches nothing.',
  check(policy, subject) {
    return itemsOf(policy, 'verbs').flatMap(({ rule, value, path }) => {
      const { resources = [], namespaces = [], nonResourceURLs = [] } = policy.rules[rule] ?? {}
      const known =
        resources.length + namespaces.length > 0
          ? RESOURCE_VERBS
          : nonResourceURLs.length > 0
            ? PATH_VERBS
            : [...new Set([...RESOURCE_VERBS, ...PATH_VERBS])]
      if (known.includes(value)) return []
      return [{ at: placeOf(subject, path), message: messageOf(value, known) }]
    })
  },
})

function messageOf(verb: string, known: readonly string[]): string {
  if (verb === '*') return '`*` is no wildcard for verbs and matches nothing; leave `verbs` out to match all of them'
  if (RBAC_ONLY.includes(verb)) return `${code(verb)} is a verb of RBAC rules; no request has it`
  if (known === PATH_VERBS && RESOURCE_VERBS.includes(verb))
    return `a request for a path has its HTTP method for a verb, never ${code(verb)}`
  if (verb === 'head' || verb === 'post' || verb === 'put') {
    const resource = { head: 'get', post: 'create', put: 'update' }[verb]
    return `${code(verb)} is the verb of requests for paths; for resources it is ${code(resource)}`
  }
  const near = nearest(verb, known)
  const list = listOf(
    known.filter((one) => one !== ''),
    'or',
  )
  return `no request has the verb ${code(verb)}; ${near === null || near === '' ? `it is one of ${list}` : `did you mean ${code(near)}?`}`
}

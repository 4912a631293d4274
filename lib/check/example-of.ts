import type { Attributes } from '../audit/attributes.js'
import { describeRequest } from '../audit/describe.js'
import type { Decision, Policy } from '../policy/policy.js'
import type { Example } from './result.js'

/** A request with what becomes of it, in words. */
export function exampleOf(
  found: { readonly request: Attributes; readonly decision: Decision; readonly why: string },
  place: RulePlace,
): Example {
  const { request, decision, why } = found
  return { request: requestWords(request), why, rule: decision.rule, at: place(decision.rule) }
}

/** file:line of a rule; of the policy when no rule matched. */
export type RulePlace = (rule: number | null) => string

export function rulePlace(policy: Policy, path: string): RulePlace {
  return (rule) => `${path}:${(rule === null ? undefined : policy.rules[rule - 1]?.line) ?? 1}`
}

/** `get pods/exec example in default, by jane of dev`. */
function requestWords(request: Attributes): string {
  const { name, namespace, user, resourceRequest, resource } = request
  const isList = resourceRequest && name === '' && ['list', 'watch', 'deletecollection'].includes(request.verb)
  const what = name === '' ? '' : ` ${name}`
  const where = namespace === '' || resource === 'namespaces' ? (isList ? ' everywhere' : '') : ` in ${namespace}`
  return `${describeRequest(request)}${what}${where}, ${whoWords(user)}`
}

function whoWords(user: Attributes['user']): string {
  if (user === null) return 'with credentials that fail'
  const ordinary = ['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts']
  const groups = user.groups.filter((group) => !ordinary.includes(group) && !isOwnGroup(user.name, group))
  return groups.length === 0 ? `by ${user.name}` : `by ${user.name} of ${groups.join(', ')}`
}

/** A ServiceAccount's name says its namespace already. */
function isOwnGroup(name: string, group: string): boolean {
  const namespace = /^system:serviceaccounts:(.+)$/.exec(group)?.[1]
  return namespace !== undefined && name.startsWith(`system:serviceaccount:${namespace}:`)
}

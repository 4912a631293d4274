import type { Attributes } from '../../lib/audit/attributes.js'
import { matchesPath, matchesResource } from '../../lib/policy/match.js'
import type { PolicyRule } from '../../lib/policy/policy.js'

/** Every way in which a rule's resources or paths can match a request. */
export const WILDCARD_FORMS = [
  'anything',
  'any resource in a namespace',
  'a whole group',
  'a resource',
  'a resource with its subresource',
  'every resource: *',
  'a resource by resource/*',
  'a subresource by resource/*',
  'a subresource by */subresource',
  'a path',
  'every path: *',
  'a path by its prefix',
] as const

export type WildcardForm = (typeof WILDCARD_FORMS)[number]

/** How a rule that matches a request came to match it. */
export function wildcardForm(rule: PolicyRule, request: Attributes): WildcardForm {
  const entry = rule.resources.find((candidate) => matchesResource(candidate, request))
  if (entry === undefined) return rule.namespaces.length > 0 ? 'any resource in a namespace' : formOfPath(rule, request)
  if (entry.resources.length === 0) return 'a whole group'
  const isPlain = request.subresource === ''
  const patterns = entry.resources.filter((pattern) => matchesResource({ ...entry, resources: [pattern] }, request))
  const combined = isPlain ? request.resource : `${request.resource}/${request.subresource}`
  const [first] = patterns
  if (first === '*') return 'every resource: *'
  if (first === combined) return isPlain ? 'a resource' : 'a resource with its subresource'
  if (first?.startsWith('*/') === true) return 'a subresource by */subresource'
  return isPlain ? 'a resource by resource/*' : 'a subresource by resource/*'
}

function formOfPath({ nonResourceURLs }: PolicyRule, { path }: Attributes): WildcardForm {
  const url = nonResourceURLs.find((candidate) => matchesPath(candidate, path))
  if (url === undefined) return 'anything'
  if (url === '*') return 'every path: *'
  return url === path ? 'a path' : 'a path by its prefix'
}

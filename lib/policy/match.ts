import type { Attributes } from '../audit/attributes.js'
import type { GroupResources, PolicyRule } from './policy.js'

/** The fields by which a rule picks requests, in the order in which the server looks at them. */
export type RuleField = 'users' | 'userGroups' | 'verbs' | 'namespaces' | 'resources' | 'nonResourceURLs'

/**
 * The first field of a rule that a request does not match; null when the rule matches. An empty list asks for nothing.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/audit/policy/checker.go, ruleMatches
 */
export function firstMismatch(rule: PolicyRule, request: Attributes): RuleField | null {
  const { user } = request
  if (rule.users.length > 0 && (user === null || !rule.users.includes(user.name))) return 'users'
  if (rule.userGroups.length > 0 && (user === null || !haveCommon(rule.userGroups, user.groups))) return 'userGroups'
  if (rule.verbs.length > 0 && !rule.verbs.includes(request.verb)) return 'verbs'
  if (rule.namespaces.length > 0) {
    // Cluster-scoped objects and lists across namespaces have the empty string for a namespace.
    if (!request.resourceRequest || !rule.namespaces.includes(request.namespace)) return 'namespaces'
  }
  if (rule.resources.length > 0) {
    return request.resourceRequest && rule.resources.some((entry) => matchesResource(entry, request))
      ? null
      : 'resources'
  }
  if (rule.namespaces.length > 0 || rule.nonResourceURLs.length === 0) return null
  return !request.resourceRequest && rule.nonResourceURLs.some((url) => matchesPath(url, request.path))
    ? null
    : 'nonResourceURLs'
}

/** Whether a rule's entry for an API group covers the resource of a request. An entry without resources covers its group. */
export function matchesResource(entry: GroupResources, request: Attributes): boolean {
  if (entry.group !== request.apiGroup) return false
  if (entry.resources.length === 0) return true
  if (entry.resourceNames.length > 0 && !entry.resourceNames.includes(request.name)) return false
  const { resource, subresource } = request
  return entry.resources.some((pattern) => matchesResourcePattern(pattern, resource, subresource))
}

// `pods`, `pods/log`, `*`, `*/log` and `pods/*`. The last one covers pods itself too, whatever the documentation says of
// subresources. All else is compared literally.
export function matchesResourcePattern(pattern: string, resource: string, subresource: string): boolean {
  if (pattern === '*') return true
  if (pattern === (subresource === '' ? resource : `${resource}/${subresource}`)) return true
  if (subresource !== '' && pattern.startsWith('*/') && pattern.slice(2) === subresource) return true
  return pattern.endsWith('/*') && pattern.slice(0, -2) === resource
}

/** `*`, an exact path, or a prefix that ends in `*`. */
export function matchesPath(pattern: string, path: string): boolean {
  if (pattern === '*' || pattern === path) return true
  return pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, ''))
}

function haveCommon(wanted: readonly string[], had: readonly string[]): boolean {
  return had.some((value) => wanted.includes(value))
}

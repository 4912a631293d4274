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
    return request.resourceRequest && matchesAnyResource(rule.resources, request) ? null : 'resources'
  }
  if (rule.namespaces.length > 0 || rule.nonResourceURLs.length === 0) return null
  return !request.resourceRequest && matchesAnyPath(rule.nonResourceURLs, request.path) ? null : 'nonResourceURLs'
}

// Loops instead of `some`, and no strings joined: this is where all the time goes when a log is evaluated.

function matchesAnyResource(entries: readonly GroupResources[], request: Attributes): boolean {
  for (const entry of entries) if (matchesResource(entry, request)) return true
  return false
}

/** Whether a rule's entry for an API group covers the resource of a request. An entry without resources covers its group. */
export function matchesResource(entry: GroupResources, request: Attributes): boolean {
  if (entry.group !== request.apiGroup) return false
  if (entry.resources.length === 0) return true
  if (entry.resourceNames.length > 0 && !entry.resourceNames.includes(request.name)) return false
  const { resource, subresource } = request
  for (const pattern of entry.resources) if (matchesResourcePattern(pattern, resource, subresource)) return true
  return false
}

// `pods`, `pods/log`, `*`, `*/log` and `pods/*`. The last one covers pods itself too, whatever the documentation says of
// subresources. All else is compared literally.
function matchesResourcePattern(pattern: string, resource: string, subresource: string): boolean {
  if (pattern === '*' || (pattern === resource && subresource === '')) return true
  if (subresource !== '') {
    if (isJoined(pattern, resource, subresource) || isJoined(pattern, '*', subresource)) return true
  }
  return isJoined(pattern, resource, '*')
}

/** Whether a text is these two with a slash between. */
function isJoined(text: string, left: string, right: string): boolean {
  const length = left.length + 1 + right.length
  return text.length === length && text[left.length] === '/' && text.startsWith(left) && text.endsWith(right)
}

function matchesAnyPath(patterns: readonly string[], path: string): boolean {
  for (const pattern of patterns) if (matchesPath(pattern, path)) return true
  return false
}

/** An exact path, or a prefix that ends in `*`; `*` alone is the empty prefix. */
export function matchesPath(pattern: string, path: string): boolean {
  if (pattern === path) return true
  if (!pattern.endsWith('*')) return false
  // Validation lets one star through, the last character.
  return path.startsWith(pattern.slice(0, -1))
}

function haveCommon(wanted: readonly string[], had: readonly string[]): boolean {
  for (const value of had) if (wanted.includes(value)) return true
  return false
}

import type { GroupResources, PolicyRule } from '../policy/policy.js'
import type { Dialect } from './dialect.js'

/**
 * When a rule matches, as `firstMismatch` decides it. NULL where that depends on a path or a name that is unknown, and
 * only there: so an unknown rule is never taken for one that does not match.
 */
export function condition(rule: PolicyRule, dialect: Dialect): string {
  const { users, userGroups, verbs } = rule
  const groups = literals(userGroups, dialect)
  const parts = [
    users.length === 0 ? null : `request.authenticated AND ${isOneOf('request.username', users, dialect)}`,
    userGroups.length === 0
      ? null
      : groups.length === 0
        ? 'FALSE'
        : `request.authenticated AND coalesce(${dialect.holdsAny('request.groups', groups)}, FALSE)`,
    verbs.length === 0 ? null : isOneOf('request.verb', verbs, dialect),
    readsPath(rule) ? `CASE WHEN decoded.path IS NOT NULL THEN ${conditionOfPath(rule, dialect)} END` : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'TRUE' : parts.join(' AND ')
}

/** Whether a rule looks at the URL. */
export function readsPath({ namespaces, resources, nonResourceURLs }: PolicyRule): boolean {
  return namespaces.length > 0 || resources.length > 0 || nonResourceURLs.length > 0
}

/** Whether a rule looks at the names of objects. */
export function readsNames({ resources }: PolicyRule): boolean {
  return resources.some(({ resourceNames }) => resourceNames.length > 0)
}

function conditionOfPath({ namespaces, resources, nonResourceURLs }: PolicyRule, dialect: Dialect): string {
  if (namespaces.length === 0 && resources.length === 0) {
    return `NOT api.resource_request AND (${nonResourceURLs.map((url) => isPath(url, dialect)).join(' OR ')})`
  }
  const entries = resources.map((entry) => `(${isCovered(entry, dialect)})`)
  return [
    'api.resource_request',
    ...(namespaces.length === 0 ? [] : [isOneOf('scope.namespace', namespaces, dialect)]),
    ...(entries.length === 0 ? [] : [`(${entries.join(' OR ')})`]),
  ].join(' AND ')
}

function isCovered({ group, resources, resourceNames }: GroupResources, dialect: Dialect): string {
  const inGroup = isOneOf('api.api_group', [group], dialect)
  if (resources.length === 0) return inGroup
  const names = resourceNames.length === 0 ? [] : [isOneOf('object.name', resourceNames, dialect)]
  return [inGroup, ...isResource(resources, dialect), ...names].join(' AND ')
}

/** Nothing for `*`, which is every resource. `pods/*` covers pods too. */
function isResource(patterns: readonly string[], dialect: Dialect): string[] {
  if (patterns.includes('*')) return []
  const ofEach = patterns.filter((pattern) => pattern.startsWith('*/') && pattern !== '*/').map((one) => one.slice(2))
  const whole = patterns.filter((pattern) => pattern.endsWith('/*')).map((pattern) => pattern.slice(0, -2))
  const ways = [
    isOneOf('resource.path_of', patterns, dialect),
    ...(ofEach.length === 0 ? [] : [isOneOf('named.subresource', ofEach, dialect)]),
    ...(whole.length === 0 ? [] : [isOneOf('named.resource', whole, dialect)]),
  ]
  return [ways.length === 1 ? ways.join() : `(${ways.join(' OR ')})`]
}

function isPath(url: string, dialect: Dialect): string {
  const exact = isOneOf('decoded.path', [url], dialect)
  if (!url.endsWith('*')) return exact
  const prefix = dialect.literal(url.slice(0, -1))
  return prefix === null ? 'FALSE' : `starts_with(decoded.path, ${prefix})`
}

function isOneOf(column: string, values: readonly string[], dialect: Dialect): string {
  const known = literals(values, dialect)
  if (known.length === 0) return 'FALSE'
  return known.length === 1 ? `${column} = ${known.join()}` : `${column} IN (${known.join(', ')})`
}

function literals(values: readonly string[], { literal }: Dialect): string[] {
  return [...new Set(values)].flatMap((value) => literal(value) ?? [])
}

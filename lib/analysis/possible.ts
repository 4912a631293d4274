import type { Attributes } from '../audit/attributes.js'
import { requestInfo } from '../audit/request-info.js'
import type { Assumptions } from '../requirement/requirement.js'
import { PATH_VERBS, RESOURCE_VERBS } from '../requirement/verbs.js'
import { scopeOf } from './scope.js'

export const ANONYMOUS = 'system:anonymous'
export const AUTHENTICATED = 'system:authenticated'
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):[^:]+$/

/**
 * Whether an authenticator and the URL parser of a real server can yield this, of a resource that is served. `path` of a
 * request for a resource is not looked at: no rule sees it.
 */
export function isPossible(request: Attributes, assume: Assumptions): boolean {
  return isPossibleUser(request.user, assume) && isPossibleTarget(request)
}

/** The groups that a user has without exception; null for one that may have any beside system:authenticated. */
export function groupsOf(name: string, assume: Assumptions): readonly string[] | null {
  if (name === ANONYMOUS) return ['system:unauthenticated']
  const namespace = SERVICE_ACCOUNT.exec(name)?.[1]
  if (namespace !== undefined) return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, AUTHENTICATED]
  const assumed = Object.hasOwn(assume, name) ? assume[name] : undefined
  return assumed === undefined ? null : [...new Set([...assumed, AUTHENTICATED])]
}

function isPossibleUser(user: Attributes['user'], assume: Assumptions): boolean {
  if (user === null) return true
  if (user.name === '') return false
  const groups = groupsOf(user.name, assume)
  if (groups === null) return user.groups.includes(AUTHENTICATED)
  return groups.length === new Set(user.groups).size && groups.every((group) => user.groups.includes(group))
}

export function isPossibleTarget(request: Omit<Attributes, 'user'>): boolean {
  if (!request.resourceRequest) return PATH_VERBS.includes(request.verb) && isNonResourcePath(request.path)
  const { verb, apiGroup, resource, subresource, namespace, name } = request
  if (!RESOURCE_VERBS.includes(verb) || resource === '') return false
  // Of these two the URL parser makes a verb.
  if (resource === 'watch' || resource === 'proxy') return false
  // A slash separates, however it is escaped.
  if ([apiGroup, resource, subresource, namespace, name].some((part) => part.includes('/'))) return false
  return isPossibleName(verb, subresource, name) && isPossibleNamespace(request)
}

function isPossibleName(verb: string, subresource: string, name: string): boolean {
  const isNamed = name !== ''
  switch (verb) {
    case 'create':
      return isNamed === (subresource !== '')
    case 'list':
    case 'watch':
      // Named by a fieldSelector.
      return subresource === ''
    case 'deletecollection':
      return subresource === '' && !isNamed
    case 'proxy':
      return subresource === '' && isNamed
    case '':
      return isNamed || subresource === ''
    default:
      return isNamed
  }
}

function isPossibleNamespace({
  verb,
  apiGroup,
  resource,
  subresource,
  namespace,
  name,
}: Omit<Attributes, 'user'>): boolean {
  const isOne = name !== '' && verb !== 'list' && verb !== 'watch'
  if (resource === 'namespaces') {
    if (!['', 'status', 'finalize'].includes(subresource)) return false
    return namespace === (isOne ? name : '')
  }
  const scope = scopeOf(apiGroup, resource)
  if (scope === 'cluster') return namespace === ''
  return scope === 'unknown' || namespace !== '' || !(isOne || verb === 'create')
}

function isNonResourcePath(path: string): boolean {
  const target = path.replaceAll(/[%?]/g, (character) => encodeURIComponent(character))
  return path.startsWith('/') && !requestInfo('GET', target).resourceRequest
}

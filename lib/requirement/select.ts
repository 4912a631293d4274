import type { Attributes } from '../audit/attributes.js'
import { matchesPath } from '../policy/match.js'
import type { ResourcePattern, Selector } from './requirement.js'

/** Whether a selector means this request. */
function selects(selector: Selector, request: Attributes): boolean {
  const { users, userGroups, authenticated, verbs, resources, namespaces, nonResourceURLs } = selector
  const { user } = request
  if (authenticated !== undefined && authenticated !== (user !== null)) return false
  if (users !== undefined && (user === null || !users.includes(user.name))) return false
  if (userGroups !== undefined && (user === null || !user.groups.some((group) => userGroups.includes(group)))) {
    return false
  }
  if (verbs !== undefined && !verbs.includes(request.verb)) return false
  if (namespaces !== undefined && !(request.resourceRequest && namespaces.includes(request.namespace))) return false
  if (resources !== undefined && !(request.resourceRequest && resources.some((one) => covers(one, request)))) {
    return false
  }
  if (nonResourceURLs === undefined) return true
  return !request.resourceRequest && nonResourceURLs.some((pattern) => matchesPath(pattern, request.path))
}

/** The requests that a question is about. */
export interface Region {
  readonly of: Selector
  readonly except: readonly Selector[]
}

/** Whether a request is of a region. */
export function concerns({ of, except }: Region, request: Attributes): boolean {
  return selects(of, request) && !except.some((one) => selects(one, request))
}

function covers({ apiGroup, resource, subresource }: ResourcePattern, request: Attributes): boolean {
  return (
    (apiGroup === null || apiGroup === request.apiGroup) &&
    (resource === null || resource === request.resource) &&
    (subresource === null || subresource === request.subresource)
  )
}

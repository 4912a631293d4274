import type { Attributes } from './attributes.js'
import type { AuditEvent, UserInfo } from './event.js'
import { requestInfo, requestInfoOfVerb } from './request-info.js'
import type { RequestInfo } from './request-info.js'

/** What policy rules see of a request that this user makes; null for one that fails authentication. */
export function attributesOfRequest(method: string, target: string, user: Attributes['user']): Attributes {
  return attributes(requestInfo(method, target), user)
}

/**
 * What policy rules saw of the request that left this Event. Read from requestURI, verb and the authenticated user:
 * objectRef holds more than the rules saw once the body has been read, and rules never see the impersonated user.
 */
export function attributesOfEvent(event: Pick<AuditEvent, 'requestURI' | 'verb' | 'user'>): Attributes {
  return attributes(requestInfoOfVerb(event.verb, event.requestURI), userOf(event.user))
}

function attributes(info: RequestInfo, user: Attributes['user']): Attributes {
  const { verb, resourceRequest, apiGroup, resource, subresource, namespace, name, path } = info
  return { user, verb, resourceRequest, apiGroup, resource, subresource, namespace, name, path }
}

/** `user: {}` is how the server writes that there was none. */
function userOf({ username, uid, groups, extra }: UserInfo): Attributes['user'] {
  if (username === undefined && uid === undefined && groups === undefined && extra === undefined) return null
  return { name: username ?? '', groups: groups ?? [] }
}

import { attributesOfRequest } from '../../audit/attributes-of.js'
import type { Attributes } from '../../audit/attributes.js'
import { userOfPersona } from '../../scenario/user-of-persona.js'
import type { Scenario } from '../../scenario/scenario.js'
import type { Administrator } from '../execution.js'
import type { ApiClient } from '../live/api-client.js'
import type { Guard } from '../live/guard.js'

/** What asks and keeps nothing. */
const REVIEWS =
  /^(selfsubjectaccessreviews|selfsubjectrulesreviews|subjectaccessreviews|localsubjectaccessreviews|tokenreviews|selfsubjectreviews)$/
/** A read of these starts something in a container, or goes on to another server that may do anything. */
const CONNECTS = new Set(['exec', 'attach', 'portforward', 'proxy'])

/** Whether a request could change something outside the namespace that the lab made for it. */
export function reachesOutside(request: Attributes, target: string, namespace: string): boolean {
  const { resourceRequest, verb, resource, subresource } = request
  if (resourceRequest && request.namespace === namespace && !(resource === 'namespaces' && subresource === '')) {
    return false
  }
  if (REVIEWS.test(resource) || /[?&]dryRun=All(&|$)/.test(target)) return false
  if (verb === 'proxy' || CONNECTS.has(subresource)) return true
  return !['get', 'list', 'watch', 'head', 'options'].includes(verb)
}

/**
 * Keeps what would change the cluster outside the lab's namespaces from being sent. One that the server refuses anyway
 * goes through: that somebody was denied is what scenarios look at. The server is asked, because in a cluster of somebody
 * else's a persona's name may be somebody's, with rights.
 */
export function guardOf(client: ApiClient, administrator: Administrator, scenario: Scenario, namespace: string): Guard {
  return async ({ persona, method, target, headers }) => {
    const request = attributesOfRequest(method, target, null)
    if (!reachesOutside(request, target, namespace)) return null
    const reason = `${method} ${target} could change what the lab did not make, so it was not sent`
    const isOther =
      headers.authorization !== undefined || Object.keys(headers).some((name) => /^impersonate-/.test(name))
    if (isOther) return reason
    const user = userOfPersona(persona, scenario, namespace, administrator)
    // No authenticator accepts it.
    if (user === null) return null
    return (await mayDo(client, user, request)) ? reason : null
  }
}

async function mayDo(
  client: ApiClient,
  user: NonNullable<Attributes['user']>,
  { resourceRequest, verb, apiGroup, resource, subresource, namespace, name, path }: Attributes,
): Promise<boolean> {
  const attributes = resourceRequest
    ? { resourceAttributes: { verb, group: apiGroup, resource, subresource, namespace, name } }
    : { nonResourceAttributes: { verb, path } }
  const review = await client.json('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user: user.name, groups: user.groups, ...attributes },
  })
  return (review as { status?: { allowed?: boolean } }).status?.allowed !== false
}

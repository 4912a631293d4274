import { describeRequest } from '../audit/describe.js'
import type { LoggedRequest } from './request.js'

/** Who authenticated. A 401 has nobody. */
export function userOf({ attributes }: LoggedRequest): string {
  return attributes.user === null ? '(not authenticated)' : attributes.user.name
}

/** Whose rights counted, where somebody was impersonated. */
export function impersonatedIn({ impersonated }: LoggedRequest): string {
  return impersonated?.username ?? ''
}

/** `create pods/exec`. */
export function requestIn({ attributes }: LoggedRequest): string {
  return describeRequest(attributes)
}

/** `default/db`, `node-1`, `default/*` for all of them, `default/?` for one whose name is not on record. */
export function objectIn({ namespace, name, attributes }: LoggedRequest): string {
  if (!attributes.resourceRequest) return ''
  const object = name !== '' ? name : attributes.verb === 'create' ? '?' : '*'
  return namespace === '' || attributes.resource === 'namespaces' ? object : `${namespace}/${object}`
}

/** Only the last address is one that the server itself saw; those before it are what the client says. */
export function sourceIn({ sourceIPs }: LoggedRequest): string {
  return sourceIPs.join(', ')
}

/** The HTTP status, or what stands in its place. */
export function outcomeOf({ code, stages }: LoggedRequest): string {
  if (stages.includes('Panic')) return `${code ?? 500} panic`
  return code === null ? 'no answer on record' : String(code)
}

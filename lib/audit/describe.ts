import type { Attributes } from './attributes.js'

/**
 * A request in the words that claims use: `create secrets`, `update deployments/scale.apps`, `get /healthz`.
 * A method that has no verb (OPTIONS on a resource) is described with an empty one: `"" pods`.
 */
export function describeRequest(request: Omit<Attributes, 'user' | 'namespace' | 'name'>): string {
  const verb = request.verb === '' ? '""' : request.verb
  if (!request.resourceRequest) return `${verb} ${request.path}`
  const subresource = request.subresource === '' ? '' : `/${request.subresource}`
  const group = request.apiGroup === '' ? '' : `.${request.apiGroup}`
  return `${verb} ${request.resource}${subresource}${group}`
}

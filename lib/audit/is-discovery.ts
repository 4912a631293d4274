import type { Attributes } from './attributes.js'

const DISCOVERY = /^\/(?:api(?:\/[^/]+)?|apis(?:\/[^/]+){0,2}|openapi\/v[23](?:\/.*)?)\/?$/

/**
 * Whether a request is one of those by which a client learns what the server serves: /api, /apis, /apis/apps/v1,
 * /openapi/v3. kubectl makes them when its cache is cold, so they say nothing of what a command does.
 */
export function isDiscovery(request: Omit<Attributes, 'user'>): boolean {
  return !request.resourceRequest && request.verb === 'get' && DISCOVERY.test(request.path)
}

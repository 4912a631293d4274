import { KUBERNETES } from '../resources/resources.js'

export type Scope = 'cluster' | 'namespace' | 'unknown'

/** Where the objects of a resource are. Custom resources are unknown: their definitions say it. */
export function scopeOf(apiGroup: string, resource: string): Scope {
  const known = KUBERNETES.find(apiGroup, resource)
  if (known === null) return 'unknown'
  return known.namespaced ? 'namespace' : 'cluster'
}

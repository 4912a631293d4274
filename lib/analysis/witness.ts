import type { Attributes } from '../audit/attributes.js'
import type { Assumptions } from '../requirement/requirement.js'
import type { Box, ResourceSet } from './box.js'
import { isPossibleTarget } from './possible.js'
import { pathIn } from './paths.js'
import { scopeOf } from './scope.js'
import { userIn } from './users.js'
import { has, intersect, samples, type Values } from './values.js'

type Target = Omit<Attributes, 'user'>

/** A possible request of a box; null when the box holds none. */
export function requestIn({ who, verbs, target }: Box, assume: Assumptions): Attributes | null {
  const user = who === null ? null : userIn(who, assume)
  if (who !== null && user === null) return null
  const found = 'anyOf' in target ? pathRequest(verbs, pathIn(target)) : resourceRequest(verbs, target)
  return found === null ? null : { ...found, user }
}

function pathRequest(verbs: Values, path: string | null): Target | null {
  const [verb] = samples(verbs, [], 'get')
  if (path === null || verb === undefined) return null
  const empty = { apiGroup: '', resource: '', subresource: '', namespace: '', name: '' }
  return { verb, resourceRequest: false, ...empty, path }
}

/**
 * Attributes depend on each other only by whether a name, a namespace or a subresource is there, by the scope of the
 * resource, and for Namespaces by name and namespace being the same. So a few values of each stand for all.
 */
function resourceRequest(verbs: Values, set: ResourceSet): Target | null {
  const kinds = resourceKinds(set)
  const subresources = fewSubresources(set.subresources)
  const places = fewPlaces(set)
  for (const verb of samples(verbs, [], 'get')) {
    for (const subresource of subresources) {
      for (const kind of kinds) {
        for (const place of places) {
          const target = { verb, resourceRequest: true, ...kind, subresource, ...place, path: '' }
          if (isPossibleTarget(target)) return { ...target, path: pathOf(target) }
        }
      }
    }
  }
  return null
}

const RESOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  '': ['pods', 'configmaps', 'services', 'secrets', 'nodes'],
  apps: ['deployments'],
}

/** One resource for each kind of scope. */
function resourceKinds({ apiGroups, resources }: ResourceSet): Pick<Target, 'apiGroup' | 'resource'>[] {
  const kinds = samples(apiGroups, ['', 'apps'], 'example.com').flatMap((apiGroup) =>
    samples(resources, RESOURCES_OF[apiGroup] ?? [], 'widgets').map((resource) => ({ apiGroup, resource })),
  )
  const seen = new Set<string>()
  return kinds.filter(({ apiGroup, resource }) => {
    // What no server could be asked for represents nothing.
    if (resource === '' || resource === 'watch' || resource === 'proxy') return false
    if (apiGroup.includes('/') || resource.includes('/')) return false
    const kind = resource === 'namespaces' ? resource : scopeOf(apiGroup, resource)
    if (seen.has(kind)) return false
    seen.add(kind)
    return true
  })
}

/** Those that Namespaces have, and one that they have not. */
function fewSubresources(subresources: Values): string[] {
  const all = samples(subresources, ['', 'status', 'finalize'], 'other')
  return all.filter((one) => !one.includes('/')).slice(0, 4)
}

function fewPlaces({ namespaces, names }: ResourceSet): Pick<Target, 'namespace' | 'name'>[] {
  const [one] = nonEmpty(namespaces, 'default')
  const [named] = nonEmpty(names, 'example')
  const [same] = nonEmpty(intersect(namespaces, names), 'example')
  const inNamespaces = [one, has(namespaces, '') ? '' : undefined].filter((value) => value !== undefined)
  const withNames = [has(names, '') ? '' : undefined, named].filter((value) => value !== undefined)
  return [
    ...inNamespaces.flatMap((namespace) => withNames.map((name) => ({ namespace, name }))),
    ...(same === undefined ? [] : [{ namespace: same, name: same }]),
  ]
}

function nonEmpty(values: Values, fresh: string): string[] {
  return samples(values, [], fresh).filter((value) => value !== '' && !value.includes('/'))
}

/** The path of a request for a resource. */
export function pathOf({ apiGroup, resource, subresource, namespace, name }: Omit<Target, 'path'>): string {
  const isNamespace = resource === 'namespaces'
  return [
    ...(apiGroup === '' ? ['', 'api', 'v1'] : ['', 'apis', apiGroup, 'v1']),
    ...(namespace === '' || isNamespace ? [] : ['namespaces', namespace]),
    resource,
    ...(name === '' ? [] : [name]),
    ...(subresource === '' ? [] : [subresource]),
  ].join('/')
}

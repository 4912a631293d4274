import type { Attributes } from '../audit/attributes.js'
import { requestInfo } from '../audit/request-info.js'
import { nearest } from './nearest.js'
import type { RequestPattern } from './scenario.js'

const RESOURCE_VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'proxy']
/** The verb of a request without a resource is its HTTP method in lower case; list and watch do not exist there. */
const PATH_VERBS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'connect', 'trace']

const RESOURCE =
  /^(?<resource>[a-z0-9][a-z0-9-]*)(\/(?<subresource>[a-z0-9][a-z0-9-]*))?(\.(?<apiGroup>[a-z0-9][a-z0-9.-]*))?$/

/** A pattern, or what is wrong with its text. */
export type ParsedPattern = { readonly pattern: RequestPattern } | { readonly mistake: string }

/** Reads `create secrets`, `update deployments/scale.apps`, `get /healthz`, `get /api*`. */
export function parseRequestPattern(text: string): ParsedPattern {
  const [word = '', target = '', ...rest] = text.split(' ')
  if (word === '' || target === '' || rest.length > 0) {
    return { mistake: `\`${text}\` is no request; write verb resource[/subresource][.group], or verb /path` }
  }
  // A method that Kubernetes has no verb for (OPTIONS on a resource) is described with an empty one.
  const verb = word === '""' ? '' : word
  return target.startsWith('/') ? parsePath(verb, target) : parseResource(verb, target)
}

export function matchesRequest(pattern: RequestPattern, attributes: Attributes): boolean {
  if (pattern.verb !== attributes.verb) return false
  if (pattern.kind === 'nonResource') {
    if (attributes.resourceRequest) return false
    const { path } = pattern
    return path.endsWith('*') ? attributes.path.startsWith(path.slice(0, -1)) : attributes.path === path
  }
  return (
    attributes.resourceRequest &&
    pattern.resource === attributes.resource &&
    pattern.subresource === attributes.subresource &&
    pattern.apiGroup === attributes.apiGroup
  )
}

function parsePath(verb: string, path: string): ParsedPattern {
  if (!PATH_VERBS.includes(verb)) return { mistake: unknownVerb(verb, PATH_VERBS, 'a request for a path') }
  if (path.slice(0, -1).includes('*'))
    return { mistake: `\`*\` may only end a path, and \`${path}\` has one before its end` }
  if (path.includes('${'))
    return { mistake: `a request takes no variables, and \`${path}\` has one; end the path in \`*\` before it` }
  if (!path.endsWith('*')) {
    const { resourceRequest, resource, verb: resourceVerb } = requestInfo(verb.toUpperCase(), path)
    if (resourceRequest) {
      const advice = resource === '' ? '' : `; write the resource, such as \`${resourceVerb} ${resource}\``
      return { mistake: `\`${path}\` is the path of a resource${advice}` }
    }
  }
  return { pattern: { kind: 'nonResource', verb, path } }
}

function parseResource(verb: string, target: string): ParsedPattern {
  if (verb !== '' && !RESOURCE_VERBS.includes(verb))
    return { mistake: unknownVerb(verb, RESOURCE_VERBS, 'a request for a resource') }
  const { resource, subresource = '', apiGroup = '' } = RESOURCE.exec(target)?.groups ?? {}
  if (resource === undefined) {
    const wildcard = target.includes('*') ? ', without wildcards' : ''
    return {
      mistake: `\`${target}\` is no resource; write its plural in lower case: resource[/subresource][.group]${wildcard}`,
    }
  }
  return { pattern: { kind: 'resource', verb, resource, subresource, apiGroup } }
}

function unknownVerb(verb: string, verbs: readonly string[], where: string): string {
  const near = nearest(verb, verbs)
  const advice = near === null ? `; it has one of ${verbs.join(', ')}` : `; did you mean \`${near}\`?`
  return `\`${verb}\` is no verb of ${where}${advice}`
}

import { requiredName } from './field-selector.js'
import { isLabelSelector } from './label-selector.js'
import { parseRequestTarget } from './request-target.js'

/**
 * What kube-apiserver reads from the method and the URL of a request, before it authenticates anybody.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/endpoints/request/requestinfo.go
 */
export interface RequestInfo {
  readonly verb: string
  readonly resourceRequest: boolean
  readonly apiGroup: string
  readonly apiVersion: string
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
  /** Decoded URL path, without the query. */
  readonly path: string
}

const VERB_OF_METHOD: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
}

/** The attributes of a request by its HTTP method and its raw target, path and query. */
export function requestInfo(method: string, target: string): RequestInfo {
  const { path, query } = parseRequestTarget(target)
  const parts = parsePath(path)
  if (parts === null) return nonResource(method.toLowerCase(), path)
  const info = { resourceRequest: true, path, ...parts.info }
  if (parts.specialVerb !== null) return { verb: parts.specialVerb, ...info }
  const verb = VERB_OF_METHOD[method] ?? ''
  if (info.name !== '') return { verb, ...info }
  if (verb === 'get') return { verb: isWatch(query) ? 'watch' : 'list', ...info, name: selectedName(query) }
  return { verb: verb === 'delete' ? 'deletecollection' : verb, ...info }
}

/**
 * The same for an Event, which has a verb and no method. Its objectRef is no substitute: the server completes that from
 * the body of a create, which no policy rule ever sees.
 */
export function requestInfoOfVerb(verb: string, requestURI: string): RequestInfo {
  const { path, query } = parseRequestTarget(requestURI)
  const parts = parsePath(path)
  if (parts === null) return nonResource(verb, path)
  const info = { verb, resourceRequest: true, path, ...parts.info }
  const selects = parts.specialVerb === null && info.name === '' && (verb === 'list' || verb === 'watch')
  return selects ? { ...info, name: selectedName(query) } : info
}

function nonResource(verb: string, path: string): RequestInfo {
  const empty = { apiGroup: '', apiVersion: '', resource: '', subresource: '', namespace: '', name: '' }
  return { verb, resourceRequest: false, ...empty, path }
}

interface PathParts {
  /** `watch` or `proxy` of the deprecated paths /api/v1/watch/… and /api/v1/proxy/…, which override the method. */
  readonly specialVerb: string | null
  readonly info: Omit<RequestInfo, 'verb' | 'resourceRequest' | 'path'>
}

/** Null for a path that names no resource: /healthz, /api/v1, /apis/apps/v1. */
function parsePath(path: string): PathParts | null {
  const segments = path.replace(/^\/+|\/+$/g, '').split('/')
  const [prefix] = segments
  if (segments.length < 3 || (prefix !== 'api' && prefix !== 'apis')) return null
  if (prefix === 'apis' && segments.length < 4) return null
  const [apiGroup = '', apiVersion = ''] = prefix === 'api' ? ['', segments[1]] : segments.slice(1)
  let parts = segments.slice(prefix === 'api' ? 2 : 3)

  const specialVerb = parts[0] === 'watch' || parts[0] === 'proxy' ? parts[0] : null
  if (specialVerb !== null) {
    // The server answers /api/v1/watch with 500 before it audits anything: no resource, no name.
    if (parts.length < 2) parts = []
    else parts = parts.slice(1)
  }

  let namespace = ''
  if (parts[0] === 'namespaces' && parts.length > 1) {
    namespace = parts[1] ?? ''
    // /namespaces/x/status and /namespaces/x/finalize are about the Namespace, all else is about what is in it.
    if (parts.length > 2 && parts[2] !== 'status' && parts[2] !== 'finalize') parts = parts.slice(2)
  }
  const [resource = '', name = '', third = ''] = parts
  return {
    specialVerb,
    info: { apiGroup, apiVersion, resource, subresource: specialVerb === 'proxy' ? '' : third, namespace, name },
  }
}

function isWatch(query: ReadonlyMap<string, string>): boolean {
  const watch = query.get('watch')?.toLowerCase()
  return watch !== undefined && watch !== 'false' && watch !== '0'
}

/** A list or watch of one object by `fieldSelector=metadata.name=x` has that name. */
function selectedName(query: ReadonlyMap<string, string>): string {
  // One list option that cannot be parsed makes the server forget them all.
  if (!isInteger(query.get('timeoutSeconds')) || !isInteger(query.get('limit'))) return ''
  if (!isLabelSelector(query.get('labelSelector') ?? '')) return ''
  const name = requiredName(query.get('fieldSelector') ?? '') ?? ''
  return name === '.' || name === '..' || /[/%]/.test(name) ? '' : name
}

function isInteger(text: string | undefined): boolean {
  return text === undefined || (/^[-+]?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text))
}

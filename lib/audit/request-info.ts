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
  const selects = parts.specialVerb === null && (verb === 'list' || verb === 'watch')
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

const NAMESPACE_SUBRESOURCES = ['status', 'finalize']

/** Null for a path that names no resource: /healthz, /api/v1, /apis/apps/v1. */
function parsePath(path: string): PathParts | null {
  const parts = path.replace(/^\/+|\/+$/g, '').split('/')
  const at = (index: number): string => parts[index] ?? ''
  const version = at(0) === 'apis' ? 2 : 1
  if (!['api', 'apis'].includes(at(0)) || parts.length < version + 2) return null

  const apiGroup = at(0) === 'apis' ? at(1) : ''
  // The server answers /api/v1/watch with 500 before it audits anything: no resource, no name.
  const specialVerb = ['watch', 'proxy'].includes(at(version + 1)) ? at(version + 1) : null
  let start = specialVerb === null ? version + 1 : version + 2
  const isInNamespace = at(start) === 'namespaces'
  const namespace = isInNamespace ? at(start + 1) : ''
  // /namespaces/x/status and /namespaces/x/finalize are about the Namespace, all else is about what is in it.
  if (isInNamespace && parts.length > start + 2 && !NAMESPACE_SUBRESOURCES.includes(at(start + 2))) start += 2
  const subresource = specialVerb === 'proxy' ? '' : at(start + 2)
  const names = { resource: at(start), subresource, namespace, name: at(start + 1) }
  return { specialVerb, info: { apiGroup, apiVersion: at(version), ...names } }
}

function isWatch(query: ReadonlyMap<string, string>): boolean {
  const watch = query.get('watch')?.toLowerCase()
  return watch !== undefined && watch !== 'false' && watch !== '0'
}

/** A list or watch of one object by `fieldSelector=metadata.name=x` has that name. */
function selectedName(query: ReadonlyMap<string, string>): string {
  const selector = (key: string): string => query.get(key) ?? ''
  // One list option that cannot be parsed makes the server forget them all.
  if (!isInteger(query.get('timeoutSeconds')) || !isInteger(query.get('limit'))) return ''
  if (!isLabelSelector(selector('labelSelector'))) return ''
  const name = requiredName(selector('fieldSelector'))
  return name === '.' || name === '..' || /[/%]/.test(name) ? '' : name
}

function isInteger(text: string | undefined): boolean {
  return text === undefined || (/^[-+]?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text))
}

import { attributesOfRequest } from '../../audit/attributes-of.js'
import type { Attributes } from '../../audit/attributes.js'
import { isLongRunning } from '../../audit/long-running.js'
import { evaluate } from '../../policy/evaluate.js'
import type { Policy, PolicyRule } from '../../policy/policy.js'

/** A request of the lab's own that the policy logs and that changes nothing: in the log it marks how far that is written. */
export interface Sentinel {
  readonly method: string
  readonly target: string
}

/** What nobody has: a request for it is answered 403 or 404, and logged all the same. */
const NAME = 'audit-lab-sentinel'
/** For a rule that names no resource; an earlier rule may hide the first, but none names what no server has. */
const ANY = ['configmaps', 'sentinels']

/**
 * A sentinel for a policy, found by asking the evaluator; null when the policy logs nothing that the lab may ask for as
 * this user. Reads go anywhere, for they read nothing. What else it takes is a dry run in the lab's own namespace.
 */
export function chooseSentinel(policy: Policy, user: Attributes['user'], namespace: string): Sentinel | null {
  const candidates = [
    { method: 'GET', target: `/api/v1/namespaces/${namespace}/configmaps/${NAME}` },
    ...policy.rules.filter(({ level }) => level !== 'None').flatMap((rule) => candidatesOf(rule, namespace)),
  ]
  return candidates.find((one) => isLogged(policy, one, user)) ?? null
}

/** It ends at once, so ResponseComplete is the last of it; a policy that omits that may still keep RequestReceived. */
function isLogged(policy: Policy, { method, target }: Sentinel, user: Attributes['user']): boolean {
  const attributes = attributesOfRequest(method, target, user)
  const { level, omitStages } = evaluate(policy, attributes)
  if (level === 'None' || isLongRunning(attributes)) return false
  return !omitStages.includes('ResponseComplete') || !omitStages.includes('RequestReceived')
}

const METHODS: Readonly<Record<string, string>> = {
  get: 'GET',
  list: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETE',
}

function candidatesOf(rule: PolicyRule, namespace: string): Sentinel[] {
  const verbs = rule.verbs.length === 0 || rule.verbs.includes('*') ? Object.keys(METHODS) : rule.verbs
  const paths = rule.nonResourceURLs.map((url) => url.replace('*', NAME))
  const nonResource = verbs.includes('get') ? paths.map((target) => ({ method: 'GET', target })) : []
  const groups =
    rule.resources.length > 0
      ? rule.resources
      : rule.nonResourceURLs.length > 0
        ? []
        : [{ group: '', resources: ANY, resourceNames: [] }]
  return [
    ...nonResource,
    ...groups.flatMap(({ group, resources, resourceNames }) =>
      (resources.length === 0 ? ANY : resources).flatMap((resource) =>
        verbs.flatMap((verb) =>
          targetsOf({ group, resource, verb, name: resourceNames[0] ?? NAME, places: [namespace, ...rule.namespaces] }),
        ),
      ),
    ),
  ]
}

interface Wanted {
  readonly group: string
  readonly resource: string
  readonly verb: string
  readonly name: string
  /** The lab's own namespace first. */
  readonly places: readonly string[]
}

function targetsOf({ group, resource, verb, name, places }: Wanted): Sentinel[] {
  const method = METHODS[verb]
  if (method === undefined) return []
  const [kind = '', subresource] = resource.split('/', 2)
  const root = group === '' ? '/api/v1' : `/apis/${group}/v1`
  const named = !['list', 'deletecollection'].includes(verb) && (verb !== 'create' || subresource !== undefined)
  const path = [
    kind === '*' ? 'configmaps' : kind,
    ...(named ? [name] : []),
    ...(named && subresource !== undefined ? [subresource === '*' ? 'status' : subresource] : []),
  ].join('/')
  if (method !== 'GET') return [{ method, target: `${root}/namespaces/${places[0] ?? ''}/${path}?dryRun=All` }]
  // Of a list nothing comes back but one object at most.
  const query = verb === 'list' ? '?limit=1' : ''
  const spots = places.map((place) => (place === '' ? root : `${root}/namespaces/${place}`))
  return [...spots, root].map((spot) => ({ method, target: `${spot}/${path}${query}` }))
}

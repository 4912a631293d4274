import { goQuote } from './go-quote.js'
import { DecodingError } from './node.js'
import type { Node } from './node.js'

const GROUP = 'audit.k8s.io'
const SCHEME = 'in scheme "k8s.io/apiserver/pkg/audit/scheme.go:30"'

const OPTIONS = [
  'CreateOptions',
  'DeleteOptions',
  'GetOptions',
  'ListOptions',
  'PatchOptions',
  'UpdateOptions',
  'WatchEvent',
]
/** What the server can decode besides a Policy, only to find that it is none: of a version, and of any version. */
const OTHER_KINDS: Readonly<Record<string, readonly string[]>> = {
  'audit.k8s.io/v1': ['Event', 'EventList', 'PolicyList', ...OPTIONS],
  v1: OPTIONS,
}
const UNVERSIONED_KINDS = ['Status', 'APIVersions', 'APIGroupList', 'APIGroup', 'APIResourceList']

/**
 * Whether the server takes a document for a Policy. A missing kind is accepted, a missing apiVersion is noticed only once
 * everything else has been decoded. Throws what the server says of anything else.
 */
export function checkKind(node: Node, text: string): { readonly versionMissing: boolean } {
  const { apiVersion, kind } = identify(node)
  const slash = apiVersion.indexOf('/')
  if (slash !== apiVersion.lastIndexOf('/')) throw new DecodingError(`unexpected GroupVersion string: ${apiVersion}`)
  const group = apiVersion.slice(0, Math.max(slash, 0))
  const version = apiVersion.slice(slash + 1)

  if (version === '' && group !== '' && group !== GROUP)
    throw new DecodingError(`Object 'apiVersion' is missing in '${text}'`)
  const internalGroup = version === '' ? GROUP : version === '__internal' ? group : null
  const isInternal = internalGroup === GROUP
  const isPolicy = kind === 'Policy' || kind === ''
  if (isPolicy && (isInternal || apiVersion === `${GROUP}/v1`)) return { versionMissing: isInternal }

  const groupVersion = group === '' ? version : apiVersion
  if (UNVERSIONED_KINDS.includes(kind) || OTHER_KINDS[groupVersion]?.includes(kind) === true)
    throw notAPolicy(`v1.${kind}`)
  if (isInternal && ['Event', 'EventList', 'PolicyList'].includes(kind)) throw notAPolicy(`audit.${kind}`)
  const of =
    internalGroup === null
      ? `version ${goQuote(groupVersion)}`
      : `the internal version of group ${goQuote(internalGroup)}`
  throw new DecodingError(`no kind ${goQuote(isPolicy ? 'Policy' : kind)} is registered for ${of} ${SCHEME}`)
}

function notAPolicy(type: string): DecodingError {
  return new DecodingError(`converting (${type}) to (audit.Policy): unknown conversion`)
}

/** apiVersion and kind; their keys are the only ones read without regard to case. */
function identify(node: Node): { readonly apiVersion: string; readonly kind: string } {
  const found = { apiVersion: '', kind: '' }
  if (node.type === 'null') return found
  const failure = (value: Node, target: string) =>
    new DecodingError(
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${value.type} into Go ${target}`,
    )
  if (node.type !== 'object') {
    const type =
      'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'
    throw failure(node, `value of type ${type}`)
  }
  let error: DecodingError | null = null
  for (const { key, value } of node.members) {
    const field = key.toLowerCase() === 'apiversion' ? 'apiVersion' : key.toLowerCase() === 'kind' ? 'kind' : null
    if (field === null || value.type === 'null') continue
    if (value.type === 'string') found[field] = value.value
    else error ??= failure(value, `struct field .${field} of type string`)
  }
  if (error !== null) throw error
  return found
}

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
/** What the server can decode besides a Policy, only to find that it is none. */
const OTHER_KINDS: Readonly<Record<string, readonly string[]>> = {
  'audit.k8s.io/v1': ['Event', 'EventList', 'PolicyList', ...OPTIONS],
  v1: ['Status', 'APIVersions', 'APIGroupList', 'APIGroup', 'APIResourceList', ...OPTIONS],
}

/**
 * Whether the server takes a document for a Policy. A missing kind is accepted, a missing apiVersion is noticed only once
 * everything else has been decoded. Throws what the server says of anything else.
 */
export function checkKind(node: Node, text: string): { readonly versionMissing: boolean } {
  const { apiVersion, kind } = identify(node)
  const parts = apiVersion === '/' ? [''] : apiVersion.split('/')
  if (parts.length > 2) throw new DecodingError(`unexpected GroupVersion string: ${apiVersion}`)
  const [group = '', version = ''] = parts.length === 2 ? parts : ['', ...parts]

  if (version === '' && group !== '' && group !== GROUP)
    throw new DecodingError(`Object 'apiVersion' is missing in '${text}'`)
  const isInternal = version === '' || (group === GROUP && version === '__internal')
  if (isInternal && ['Policy', ''].includes(kind)) return { versionMissing: true }
  if (isInternal && !['Event', 'EventList', 'PolicyList'].includes(kind)) {
    throw new DecodingError(
      `no kind ${goQuote(kind)} is registered for the internal version of group "${GROUP}" ${SCHEME}`,
    )
  }
  if (apiVersion === `${GROUP}/v1` && ['Policy', ''].includes(kind)) return { versionMissing: false }
  if (isInternal) throw new DecodingError(`converting (audit.${kind}) to (audit.Policy): unknown conversion`)
  if (OTHER_KINDS[apiVersion]?.includes(kind) === true) {
    throw new DecodingError(`converting (v1.${kind}) to (audit.Policy): unknown conversion`)
  }
  throw new DecodingError(
    `no kind ${goQuote(kind === '' ? 'Policy' : kind)} is registered for version ${goQuote(apiVersion)} ${SCHEME}`,
  )
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

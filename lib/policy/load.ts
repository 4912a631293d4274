import { checkKind } from './check-kind.js'
import { decode } from './decode.js'
import { policyType } from './go-types.js'
import { DecodingError } from './node.js'
import type { Node } from './node.js'
import { policyOf } from './policy-of.js'
import type { LoadedPolicy, Policy } from './policy.js'
import { readJson } from './read-json.js'
import { readYaml } from './read-yaml.js'
import { unwrap } from './unwrap.js'
import { validate } from './validate.js'

/**
 * Loads a policy as kube-apiserver does when it starts. Takes policies wrapped in a ConfigMap, a Talos or a k0rdent
 * document too, which the server itself would refuse, and says so in the notes.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/audit/policy/reader.go
 */
export function loadPolicy(text: string, file: string): LoadedPolicy {
  const notes: string[] = []
  try {
    const document = read(text)
    if (document.hasMore) notes.push(`${file} holds more than one document. kube-apiserver reads only the first.`)
    return { ...load(unwrapped(document, text, file, notes)), notes }
  } catch (error) {
    // Stryker disable next-line ConditionalExpression: nothing else is thrown, unless the loader itself is at fault
    if (error instanceof DecodingError)
      return { loaded: 'refused', message: `failed decoding: ${error.message}`, notes }
    throw error
  }
}

interface Source {
  readonly node: Node
  readonly text: string
  /** What strict decoding holds against the file before it looks at fields. */
  readonly strictErrors: readonly string[]
  /** Lines of the file before the policy's first one. */
  readonly linesBefore: number
}

/** The server takes a file that starts with a brace for JSON and everything else for YAML. */
function read(text: string): Source & { readonly hasMore: boolean } {
  if (/^[\s\u0085]*\{/.test(text) && !text.startsWith('\ufeff')) {
    return { node: readJson(text), text, strictErrors: [], linesBefore: 0, hasMore: false }
  }
  const { node, duplicates, hasMore } = readYaml(text)
  const strictErrors = duplicates.length === 0 ? [] : [`yaml: unmarshal errors:\n  ${duplicates.join('\n  ')}`]
  return { node, text, strictErrors, linesBefore: 0, hasMore }
}

function unwrapped(source: Source, text: string, file: string, notes: string[]): Source {
  const wrapped = unwrap(source.node)
  if (wrapped === null) return source
  notes.push(`${file}: the policy was taken out of ${wrapped.holder}. kube-apiserver takes it only without that.`)
  if ('node' in wrapped.content) return { ...source, node: wrapped.content.node }
  const { hasMore, ...inner } = read(wrapped.content.text)
  if (hasMore)
    notes.push(`${file}: ${wrapped.holder} holds more than one document. kube-apiserver reads only the first.`)
  return { ...inner, linesBefore: wrapped.content.line }
}

type Loaded =
  | { readonly loaded: 'strict'; readonly policy: Policy }
  | { readonly loaded: 'lenient'; readonly policy: Policy; readonly message: string }
  | { readonly loaded: 'refused'; readonly message: string }

function load({ node, text, strictErrors, linesBefore }: Source): Loaded {
  const { versionMissing } = checkKind(node, text)
  if (versionMissing) {
    return { loaded: 'refused', message: 'unknown group version field audit.k8s.io/__internal, Kind=Policy in policy' }
  }
  const decoded = decode(node, policyType)
  const unchecked = policyOf(decoded.value)
  const errors = validate(unchecked)
  if (errors.length > 0) {
    return { loaded: 'refused', message: errors.length === 1 ? errors.join() : `[${errors.join(', ')}]` }
  }
  if (unchecked.rules.length === 0) return { loaded: 'refused', message: 'loaded illegal policy with 0 rules' }
  // Validation let through only the levels and stages that there are.
  const policy = unchecked as Policy

  const shifted = { ...policy, rules: policy.rules.map((rule) => ({ ...rule, line: rule.line + linesBefore })) }
  const faults = [...strictErrors, ...decoded.strictErrors]
  if (faults.length === 0) return { loaded: 'strict', policy: shifted }
  const message = `Audit policy contains errors, falling back to lenient decoding: strict decoding error: ${faults.join(', ')}`
  return { loaded: 'lenient', policy: shifted, message }
}

import { checkKind } from './check-kind.js'
import { decode } from './decode.js'
import { policyType } from './go-types.js'
import { DecodingError } from './node.js'
import { policyOf } from './policy-of.js'
import type { LoadedPolicy, Policy } from './policy.js'
import { readSource, type Source } from './read-source.js'
import { validate } from './validate.js'

/**
 * Loads a policy as kube-apiserver does when it starts. Takes policies wrapped in a ConfigMap, a Talos or a k0rdent
 * document too, which the server itself would refuse, and says so in the notes.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/audit/policy/reader.go
 */
export function loadPolicy(text: string, file: string): LoadedPolicy {
  const notes: string[] = []
  try {
    return { ...loadSource(readSource(text, file, notes)), notes }
  } catch (error) {
    // Stryker disable next-line ConditionalExpression: nothing else is thrown, unless the loader itself is at fault
    if (error instanceof DecodingError)
      return { loaded: 'refused', message: `failed decoding: ${error.message}`, notes }
    throw error
  }
}

type Loaded =
  | { readonly loaded: 'strict'; readonly policy: Policy }
  | { readonly loaded: 'lenient'; readonly policy: Policy; readonly message: string }
  | { readonly loaded: 'refused'; readonly message: string }

function loadSource({ node, text, strictErrors, linesBefore }: Source): Loaded {
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

import type { Node, Place } from './node.js'
import { readJson } from './read-json.js'
import { readYaml } from './read-yaml.js'
import { unwrap } from './unwrap.js'

/** A policy file read, before anything is decoded. */
export interface Source {
  readonly node: Node
  /** The policy's own text: the file, or what stands in a field of it. */
  readonly text: string
  /** What strict decoding holds against the file before it looks at fields. */
  readonly strictErrors: readonly string[]
  /** Lines of the file before the policy's first one. */
  readonly linesBefore: number
  /** A second document, in the policy's own text. */
  readonly more: Place | null
  /** What holds the policy, in words: `the ConfigMap audit-config, under data.policy`. */
  readonly holder: string | null
}

/**
 * Reads a policy, out of what it is wrapped in, as kube-apiserver would read it. Adds to the notes what the server would not
 * do so. Throws DecodingError.
 */
// Stryker disable next-line ArrayDeclaration: nobody reads the notes that nobody asked for
export function readSource(text: string, file: string, notes: string[] = []): Source {
  const whole = read(text)
  if (whole.more !== null) notes.push(`${file} holds more than one document. ${ONLY_THE_FIRST}`)
  const source = { ...whole, text, linesBefore: 0 }
  const wrapped = unwrap(whole.node)
  if (wrapped === null) return { ...source, holder: null }
  const { holder, content } = wrapped
  notes.push(`${file}: the policy was taken out of ${holder}. kube-apiserver takes it only without that.`)
  if ('node' in content) return { ...source, node: content.node, holder }
  const inner = read(content.text)
  if (inner.more !== null) notes.push(`${file}: ${holder} holds more than one document. ${ONLY_THE_FIRST}`)
  return { ...inner, text: content.text, linesBefore: content.line, holder }
}

const ONLY_THE_FIRST = 'kube-apiserver reads only the first.'

/** The server takes a file that starts with a brace for JSON and everything else for YAML. */
function read(text: string): Pick<Source, 'node' | 'strictErrors' | 'more'> {
  if (/^[\s\u0085]*\{/.test(text) && !text.startsWith('\ufeff')) {
    return { node: readJson(text), strictErrors: [], more: null }
  }
  const { node, duplicates, more } = readYaml(text)
  const strictErrors = duplicates.length === 0 ? [] : [`yaml: unmarshal errors:\n  ${duplicates.join('\n  ')}`]
  return { node, strictErrors, more }
}

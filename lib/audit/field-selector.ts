/**
 * The value that a field selector demands of `metadata.name`; empty when it demands none, or cannot be parsed.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.34.4/pkg/fields/selector.go
 */
export function requiredName(selector: string): string {
  // The server sorts the terms, so of two that demand a name not the first one need win.
  const terms = [...selector.matchAll(TERM)].map(([term]) => term).sort()
  const parsed = terms.map(parseTerm)
  if (!parsed.every((term) => term !== null)) return ''
  return parsed.find(({ field, operator }) => field === 'metadata.name' && operator !== '!=')?.value ?? ''
}

/** An escaped comma belongs to its term. */
const TERM = /(?:\\.?|[^\\,])+/gs

function parseTerm(term: string): { field: string; operator: string; value: string } | null {
  const found = /!=|==?/.exec(term)
  if (found === null) return null
  const [operator] = found
  const value = term.slice(found.index + operator.length)
  // A backslash may stand before a backslash, a comma and an equals sign only, and these only after a backslash.
  if (!/^(?:\\[\\,=]|[^\\,=])*$/.test(value)) return null
  return { field: term.slice(0, found.index), operator, value: value.replace(/\\(.)/g, '$1') }
}

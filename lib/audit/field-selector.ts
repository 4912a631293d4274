const OPERATORS = ['!=', '==', '='] as const

/**
 * The value that a field selector demands of `metadata.name`: undefined when it demands none, null when the selector
 * cannot be parsed.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.34.4/pkg/fields/selector.go
 */
export function requiredName(selector: string): string | null | undefined {
  let name: string | undefined
  // The server sorts the terms, so of two that demand a name not the first one need win.
  for (const term of splitTerms(selector).sort()) {
    const parsed = parseTerm(term)
    if (parsed === null) return null
    if (parsed.equal && parsed.field === 'metadata.name') name ??= parsed.value
  }
  return name
}

/** An escaped comma belongs to its term. */
function splitTerms(selector: string): string[] {
  return selector.match(/(?:\\[\s\S]?|[^\\,])+/g) ?? []
}

function parseTerm(term: string): { field: string; equal: boolean; value: string } | null {
  const at = term.search(/!=|=/)
  const operator = at === -1 ? undefined : OPERATORS.find((candidate) => term.startsWith(candidate, at))
  if (operator === undefined) return null
  const value = unescape(term.slice(at + operator.length))
  return value === null ? null : { field: term.slice(0, at), equal: operator !== '!=', value }
}

/** A backslash may stand before a backslash, a comma and an equals sign only, and these only after a backslash. */
function unescape(value: string): string | null {
  if (!/^(?:\\[\\,=]|[^\\,=])*$/.test(value)) return null
  return value.replace(/\\([\\,=])/g, '$1')
}

/** A request target as Go's net/url reads it, because that is what kube-apiserver builds its attributes from. */
export interface RequestTarget {
  /** Percent-decoded, so that `%2F` separates segments like any slash. */
  readonly path: string
  /** The first value of each query parameter. */
  readonly query: ReadonlyMap<string, string>
}

/** Splits `/api/v1/pods?watch=1` into its decoded path and its query. Takes the absolute form (`https://host/path`) too. */
export function parseRequestTarget(target: string): RequestTarget {
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i.exec(target)?.[0] ?? ''
  const rest = target.slice(origin.length)
  const mark = rest.indexOf('?')
  const path = mark === -1 ? rest : rest.slice(0, mark)
  // A broken escape in the path is answered 400 before anything is audited; what stands there is kept as it is.
  return { path: percentDecode(path) ?? path, query: parseQuery(mark === -1 ? '' : rest.slice(mark + 1)) }
}

/**
 * Pairs with a semicolon or a broken escape are left out, as url.ParseQuery does.
 * @see https://pkg.go.dev/net/url#ParseQuery
 */
function parseQuery(text: string): Map<string, string> {
  const query = new Map<string, string>()
  for (const pair of text.split('&')) {
    if (pair === '' || pair.includes(';')) continue
    const equals = pair.indexOf('=')
    const key = percentDecode((equals === -1 ? pair : pair.slice(0, equals)).replaceAll('+', ' '))
    const value = percentDecode(equals === -1 ? '' : pair.slice(equals + 1).replaceAll('+', ' '))
    if (key !== null && value !== null && !query.has(key)) query.set(key, value)
  }
  return query
}

/** Null when an escape is broken. Bytes that are no UTF-8 become U+FFFD. */
function percentDecode(text: string): string | null {
  if (!text.includes('%')) return text
  if (/%(?![0-9a-f]{2})/i.test(text)) return null
  try {
    return decodeURIComponent(text)
  } catch {
    return decodeLossily(text)
  }
}

function decodeLossily(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    const bytes = escapes.slice(1).split('%')
    return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 16)))
  })
}

/** A request target as Go's net/url reads it, because that is what kube-apiserver builds its attributes from. */
export interface RequestTarget {
  /** Percent-decoded, so that `%2F` separates segments like any slash. */
  readonly path: string
  /** The first value of each query parameter. */
  readonly query: ReadonlyMap<string, string>
}

/** Splits `/api/v1/pods?watch=1` into its decoded path and its query. Takes the absolute form (`https://host/path`) too. */
export function parseRequestTarget(target: string): RequestTarget {
  const rest = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '')
  const path = rest.replace(/\?.*/s, '')
  // A broken escape in the path is answered 400 before anything is audited; what stands there is kept as it is.
  return { path: BROKEN.test(path) ? path : percentDecode(path), query: parseQuery(rest.slice(path.length + 1)) }
}

const BROKEN = /%(?![0-9a-f]{2})/i

/**
 * Pairs with a semicolon or a broken escape are left out, as url.ParseQuery does.
 * @see https://pkg.go.dev/net/url#ParseQuery
 */
function parseQuery(text: string): Map<string, string> {
  const query = new Map<string, string>()
  for (const pair of text.replaceAll('+', ' ').split('&')) {
    if (pair.includes(';') || BROKEN.test(pair)) continue
    const name = pair.replace(/=.*/s, '')
    const key = percentDecode(name)
    if (!query.has(key)) query.set(key, percentDecode(pair.slice(name.length + 1)))
  }
  return query
}

/** Bytes that a character beyond ASCII may have in UTF-8, or one byte. */
const CHARACTER = /%[cd].%[89ab].|%e.(?:%[89ab].){2}|%f.(?:%[89ab].){3}|%../gi

/** Each byte that is no UTF-8 becomes U+FFFD, as Go writes it. */
function percentDecode(text: string): string {
  return text.replace(CHARACTER, (escapes) => {
    try {
      return decodeURIComponent(escapes)
    } catch {
      return '\ufffd'.repeat(escapes.length / 3)
    }
  })
}

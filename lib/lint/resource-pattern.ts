const PIECE = '[a-z0-9]([a-z0-9-]*[a-z0-9])?'
const PATTERN = new RegExp(`^(\\*|(\\*|${PIECE})/${PIECE}|${PIECE}(/\\*)?)$`)

/** An item of `resources` taken apart; null when it can match nothing, whatever the server serves. */
export function partsOf(pattern: string): { readonly resource: string; readonly subresource: string } | null {
  if (!PATTERN.test(pattern)) return null
  const [resource = '', subresource = ''] = pattern.split('/')
  return { resource, subresource }
}

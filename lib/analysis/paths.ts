import { matchesPath } from '../policy/match.js'
import { isPossibleTarget } from './possible.js'

/** Paths that match one pattern of each list in `anyOf` and none of `none`. */
export interface PathSet {
  readonly anyOf: readonly (readonly string[])[]
  readonly none: readonly string[]
}

const PREFERRED = ['/healthz', '/version', '/metrics', '/api']

/**
 * A path of the set; null when there is none. Two paths that the same patterns match are alike, and each such class has one
 * of these in it: a pattern's own text, or its prefix with something behind that no other pattern goes on with.
 */
export function pathIn({ anyOf, none }: PathSet): string | null {
  const patterns = [...anyOf.flat(), ...none]
  const prefixes = ['/', ...patterns.filter((one) => one.endsWith('*')).map((one) => one.slice(0, -1))]
  const candidates = [
    ...PREFERRED,
    ...patterns.filter((one) => !one.endsWith('*')),
    ...prefixes,
    ...prefixes.map((prefix) => `${prefix}${unnamedTail(prefix, patterns)}`),
    ...prefixes.map((prefix) => `${prefix}/`),
  ]
  const found = candidates.find(
    (path) =>
      anyOf.every((list) => list.some((pattern) => matchesPath(pattern, path))) &&
      !none.some((pattern) => matchesPath(pattern, path)) &&
      isPossibleTarget({ ...NO_RESOURCE, path }),
  )
  return found ?? null
}

function unnamedTail(prefix: string, patterns: readonly string[]): string {
  let tail = 'other'
  for (let count = 2; patterns.some((one) => one.startsWith(prefix + tail)); count += 1) tail = `other${count}`
  return tail
}

const NO_RESOURCE = {
  ...{ verb: 'get', resourceRequest: false, apiGroup: '', resource: '', subresource: '', namespace: '', name: '' },
}

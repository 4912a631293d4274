import type { Attributes } from '../audit/attributes.js'
import type { Assumptions } from '../requirement/requirement.js'
import { ANONYMOUS, AUTHENTICATED, groupsOf } from './possible.js'
import { samples, type Values } from './values.js'

/** Users by name, with a group of each list in `anyOf` and no group of `none`. */
export interface UserSet {
  readonly names: Values
  readonly anyOf: readonly (readonly string[])[]
  readonly none: ReadonlySet<string>
}

type User = NonNullable<Attributes['user']>

/**
 * A user of the set with few groups; null when there is none. A user that nobody named may have any groups, so whoever else
 * is not named is like that one, except anonymous, who alone lacks system:authenticated.
 */
export function userIn({ names, anyOf, none }: UserSet, assume: Assumptions): User | null {
  const assumed = new Set(Object.keys(assume))
  const open = names.kind === 'all but' ? { ...names, values: new Set([...names.values, ...assumed]) } : names
  for (const name of [...samples(open, [], 'jane'), ...samples(names, [ANONYMOUS], 'jane')]) {
    if (name === '') continue
    const fixed = groupsOf(name, assume)
    const groups = fixed ?? openGroups(anyOf, none)
    if (groups.some((group) => none.has(group))) continue
    if (anyOf.every((list) => list.some((group) => groups.includes(group)))) return { name, groups }
  }
  return null
}

/** system:authenticated, and one group for each list that has none of those so far. */
function openGroups(anyOf: UserSet['anyOf'], none: UserSet['none']): string[] {
  const groups = [AUTHENTICATED]
  for (const list of anyOf) {
    if (list.some((group) => groups.includes(group))) continue
    const group = list.find((one) => !none.has(one))
    if (group !== undefined) groups.push(group)
  }
  return groups
}

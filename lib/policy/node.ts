/** A value as a policy file has it, JSON or YAML read alike, with its place. */
export type Node = Place &
  (
    | { readonly type: 'null' }
    | { readonly type: 'bool'; readonly value: boolean }
    /** As JSON would write it. */
    | { readonly type: 'number'; readonly value: string }
    | { readonly type: 'string'; readonly value: string }
    | { readonly type: 'array'; readonly items: readonly Node[] }
    /** A JSON file may hold a key twice; YAML is read to one value for each key, sorted by key as Go writes a map. */
    | { readonly type: 'object'; readonly members: readonly Member[] }
  )

export interface Member {
  readonly key: string
  readonly keyAt: Place
  readonly value: Node
}

/** Line, counted from 1, and where in the text it starts and ends. */
export interface Place {
  readonly line: number
  readonly start: number
  readonly end: number
}

export const START: Place = { line: 1, start: 0, end: 0 }

/** What the server says when it cannot decode a policy, without the prefix that tells which attempt it was. */
export class DecodingError extends Error {}

/** The value of a key, the last one where it stands twice. */
export function memberOf(node: Node | undefined, key: string): Node | undefined {
  if (node?.type !== 'object') return undefined
  return node.members.findLast((member) => member.key === key)?.value
}

/** What stands at a path of keys and indices. */
export function nodeAt(node: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  return path.reduce<Node | undefined>((found, step) => {
    if (typeof step === 'string') return memberOf(found, step)
    return found?.type === 'array' ? found.items[step] : undefined
  }, node)
}

export function stringOf(node: Node | undefined): string | undefined {
  return node?.type === 'string' ? node.value : undefined
}

import { below, itemsOf, rootOf, type Branch } from './yaml-tree.js'
import type { Subject } from './subject.js'

/** What a KIND config mounts into its nodes. */
export function extraMounts({ kind, trees }: Subject): Branch[] {
  const [tree] = trees
  if (kind !== 'kind' || tree === undefined) return []
  return itemsOf(below(rootOf(tree), 'nodes')).flatMap((node) => itemsOf(below(node, 'extraMounts')))
}

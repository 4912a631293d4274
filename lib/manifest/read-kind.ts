import { below, itemsOf, rootOf, type Branch, type Tree } from './yaml-tree.js'

/** The kubeadm patches of a KIND config: those of the cluster, then those of its nodes. */
export function kindPatches(tree: Tree | undefined): Branch[] {
  if (tree === undefined) return []
  const root = rootOf(tree)
  const nodes = itemsOf(below(root, 'nodes')).flatMap((node) => itemsOf(below(node, 'kubeadmConfigPatches')))
  return [...itemsOf(below(root, 'kubeadmConfigPatches')), ...nodes]
}

import { containerOf } from './read-pod.js'
import type { Subject } from './subject.js'
import { below, itemsOf, rootOf, shapeOf, textOf, type Branch } from './yaml-tree.js'

/** The volumes and mounts of a manifest, and the extra volumes of kubeadm, which are both. */
export function itemsOfPod({ kind, trees }: Subject): { readonly what: 'volume' | 'mount'; readonly branch: Branch }[] {
  return trees.flatMap((tree) => {
    const root = rootOf(tree)
    const isPod = kind === 'pod'
    if (!isPod && textOf(below(root, 'kind')) !== 'ClusterConfiguration') return []
    const volumes = isPod ? below(root, 'spec', 'volumes') : below(root, 'apiServer', 'extraVolumes')
    const mounts = isPod ? itemsOf(below(containerOf(root), 'volumeMounts')) : []
    return [
      ...itemsOf(volumes).map((branch) => ({ what: 'volume' as const, branch })),
      ...mounts.map((branch) => ({ what: 'mount' as const, branch })),
    ].filter(({ branch }) => shapeOf(branch) === 'map')
  })
}

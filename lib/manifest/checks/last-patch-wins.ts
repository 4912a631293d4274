import type { ManifestCheck } from '../manifest-check.js'
import { below, placeOf, rootOf, textOf } from '../yaml-tree.js'

export const lastPatchWins: ManifestCheck = {
  id: 'last-patch-wins',
  severity: 'error',
  happens:
    'kind joins `extraArgs` of several patches; of `extraVolumes` the last list takes the place of all others, and their mounts are gone.',
  check({ kind, trees }) {
    if (kind !== 'kind') return []
    const all = trees
      .map(rootOf)
      .filter((root) => textOf(below(root, 'kind')) === 'ClusterConfiguration')
      .map((root) => below(root, 'apiServer', 'extraVolumes'))
      .filter(({ node }) => node !== undefined)
    return all.slice(0, -1).map((lost) => ({
      at: placeOf(lost),
      message: 'a later patch has `extraVolumes` too: put all of them into one patch',
    }))
  },
}

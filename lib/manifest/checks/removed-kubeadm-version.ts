import type { ManifestCheck } from '../manifest-check.js'
import { below, placeOf, rootOf, textOf } from '../yaml-tree.js'

const READ = ['v1beta3', 'v1beta4']

export const removedKubeadmVersion: ManifestCheck = {
  id: 'removed-kubeadm-version',
  severity: 'error',
  happens:
    'kubeadm refuses versions that it no longer reads; of a KIND config such a patch matches nothing, and is left out without a word.',
  check: ({ kind, trees }) =>
    trees.flatMap((tree) => {
      const at = below(rootOf(tree), 'apiVersion')
      const version = /^kubeadm\.k8s\.io\/(.+)$/.exec(textOf(at) ?? '')?.[1]
      return kind === 'kind' || version === undefined || READ.includes(version)
        ? []
        : [
            {
              at: placeOf(at),
              message: `kubeadm no longer reads ${version}: take kubeadm.k8s.io/v1beta4, or v1beta3 before Kubernetes 1.31`,
            },
          ]
    }),
}

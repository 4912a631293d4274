import type { ManifestCheck } from '../manifest-check.js'
import { below, placeOf, rootOf, textOf } from '../yaml-tree.js'

export const versionedPatch: ManifestCheck = {
  id: 'versioned-patch',
  severity: 'warning',
  happens:
    'A patch whose apiVersion is not the one that kind writes for this Kubernetes version is left out without a word, and the cluster comes up Ready, without auditing.',
  check: ({ kind, trees }) =>
    kind !== 'kind'
      ? []
      : trees.flatMap((tree) => {
          const version = below(rootOf(tree), 'apiVersion')
          return (textOf(version) ?? '').startsWith('kubeadm.k8s.io/')
            ? [
                {
                  at: placeOf(version),
                  message:
                    'this patch is for one version of kubeadm only: take `apiVersion` out, and write `extraArgs` as a map',
                },
              ]
            : []
        }),
}

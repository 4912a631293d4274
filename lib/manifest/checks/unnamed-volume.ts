import { itemsOfPod } from '../pod-items.js'
import type { ManifestCheck } from '../manifest-check.js'
import { below, placeOf, textOf } from '../yaml-tree.js'

export const unnamedVolume: ManifestCheck = {
  id: 'unnamed-volume',
  severity: 'error',
  happens:
    'The kubelet refuses the pod (`volumes[i].name: Required value`), and kube-apiserver disappears at its next look into the folder.',
  check: (subject) =>
    itemsOfPod(subject).flatMap(({ what, branch }) =>
      textOf(below(branch, 'name')) === undefined
        ? [{ at: placeOf(branch), message: `this ${what} has no \`name\`: a volume and its mounts have the same one` }]
        : [],
    ),
}

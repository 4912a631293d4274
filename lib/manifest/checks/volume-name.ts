import { itemsOfPod } from '../pod-items.js'
import type { ManifestCheck } from '../manifest-check.js'
import { below, placeOf, textOf } from '../yaml-tree.js'

/** RFC 1123 labels. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/

export const volumeName: ManifestCheck = {
  id: 'volume-name',
  severity: 'error',
  happens: 'The kubelet refuses the pod, and kube-apiserver disappears.',
  check: (subject) =>
    itemsOfPod(subject)
      .filter(({ what }) => what === 'volume')
      .flatMap(({ branch }) => {
        const name = below(branch, 'name')
        const text = textOf(name)
        return text === undefined || LABEL.test(text)
          ? []
          : [
              {
                at: placeOf(name),
                message: `\`${text}\` is no name of a volume: lower case letters, digits and dashes, at most 63`,
              },
            ]
      }),
}

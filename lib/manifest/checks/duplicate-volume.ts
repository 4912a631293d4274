import { groupBy } from '../../util/group.js'
import { itemsOfPod } from '../pod-items.js'
import type { ManifestCheck } from '../manifest-check.js'
import { plainPath } from '../server.js'
import { below, placeOf, textOf } from '../yaml-tree.js'

export const duplicateVolume: ManifestCheck = {
  id: 'duplicate-volume',
  severity: 'error',
  happens: 'The kubelet refuses two volumes of one name, and two mounts at one path, and kube-apiserver disappears.',
  check(subject) {
    const all = itemsOfPod(subject).flatMap(({ what, branch }) => [
      ...(what === 'volume' ? [{ what: 'a volume named', value: below(branch, 'name') }] : []),
      ...(below(branch, 'mountPath').node === undefined
        ? []
        : [{ what: 'a mount at', value: below(branch, 'mountPath') }]),
    ])
    const named = all.flatMap(({ what, value }) => {
      const text = textOf(value)
      return text === undefined ? [] : [{ key: `${what} \`${what === 'a mount at' ? plainPath(text) : text}\``, value }]
    })
    return [...groupBy(named, ({ key }) => key).values()].flatMap(([, ...more]) =>
      more.map(({ key, value }) => ({ at: placeOf(value), message: `there is ${key} already: take one out` })),
    )
  },
}

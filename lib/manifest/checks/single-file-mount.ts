import { extraMounts } from '../extra-mounts.js'
import type { ManifestCheck } from '../manifest-check.js'
import { below, placeOf, textOf } from '../yaml-tree.js'

export const singleFileMount: ManifestCheck = {
  id: 'single-file-mount',
  severity: 'warning',
  happens:
    'A mount of a single file holds on to that file: editors, git and `sed -i` put a new one in its place, and the node sees the old text for ever, over restarts too. If it is missing, Docker makes a folder of that name.',
  check: (subject) =>
    extraMounts(subject).flatMap((mount) => {
      const path = below(mount, 'hostPath')
      return /\.(?:ya?ml|json)$/.test(textOf(path) ?? '')
        ? [{ at: placeOf(path), message: 'a single file is mounted: mount its folder' }]
        : []
    }),
}

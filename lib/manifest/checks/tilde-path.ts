import { extraMounts } from '../extra-mounts.js'
import type { ManifestCheck } from '../manifest-check.js'
import { below, placeOf, textOf } from '../yaml-tree.js'

export const tildePath: ManifestCheck = {
  id: 'tilde-path',
  severity: 'error',
  happens:
    'kind does not replace `~`, so a folder of that name is looked for below the working directory, and Docker makes it, empty.',
  check: (subject) =>
    extraMounts(subject).flatMap((mount) => {
      const path = below(mount, 'hostPath')
      return (textOf(path) ?? '').startsWith('~')
        ? [{ at: placeOf(path), message: '`~` is not replaced here: write the whole path' }]
        : []
    }),
}

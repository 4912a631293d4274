import { groupBy } from '../../util/group.js'
import type { ManifestCheck, Report } from '../manifest-check.js'
import { itemsOf, membersOf, rootOf, type Branch } from '../yaml-tree.js'

export const duplicateKey: ManifestCheck = {
  id: 'duplicate-key',
  severity: 'error',
  happens:
    'Of two equal keys the kubelet takes the last one. What stands below the first, such as the volumes of the manifest, is gone, and mounts name volumes that are not there.',
  check: ({ trees }) => trees.flatMap((tree) => repeated(rootOf(tree))),
}

function repeated(branch: Branch): Report[] {
  const members = membersOf(branch)
  const here = [...groupBy(members, ({ key }) => key).values()].flatMap(([, ...more]) =>
    more.map(({ key, at }) => ({ at, message: `\`${key}\` stands here a second time: put both into one` })),
  )
  return [...here, ...[...members.map(({ value }) => value), ...itemsOf(branch)].flatMap(repeated)]
}

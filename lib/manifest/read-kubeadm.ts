import { argumentsOf } from './read-arguments.js'
import type { Flag, Mount, Server, Volume } from './server.js'
import { below, itemsOf, membersOf, placeOf, rootOf, shapeOf, textOf, valueOf, type Branch } from './yaml-tree.js'

export interface ExtraVolume {
  readonly mount: Mount
  readonly volume: Volume
}

/**
 * What kubeadm mounts by itself.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/cmd/kubeadm/app/phases/controlplane/volumes.go
 */
const OWN_MOUNTS: readonly string[] = [
  '/etc/kubernetes/pki',
  '/etc/ssl/certs',
  '/etc/ca-certificates',
  '/usr/share/ca-certificates',
  '/usr/local/share/ca-certificates',
]

/** The kube-apiserver of a ClusterConfiguration; null for another document, and for one that says nothing of it. */
export function kubeadmServer(root: Branch): Server | null {
  if (textOf(below(root, 'kind')) !== 'ClusterConfiguration') return null
  const args = below(root, 'apiServer', 'extraArgs')
  const extra = itemsOf(below(root, 'apiServer', 'extraVolumes')).map(extraVolume)
  const at = placeOf(args.node === undefined ? rootOf(root.tree) : args)
  const own = OWN_MOUNTS.map((path) => ({ volume: path, path, readOnly: true, at }))
  return {
    flags:
      shapeOf(args) === 'list'
        ? itemsOf(args).flatMap(listed)
        : membersOf(args).map(({ key, at: keyAt, value }) => flag(key, keyAt, value)),
    mounts: [...own, ...extra.map(({ mount }) => mount)],
    volumes: [
      ...own.map(({ path }) => ({ name: path, hostPath: path, type: 'DirectoryOrCreate', at, typeAt: at })),
      ...extra.map(({ volume }) => volume),
    ],
    at,
  }
}

function flag(name: string, at: Flag['at'], value: Branch): Flag {
  const place = placeOf(value)
  const isWritten = value.node !== undefined
  return {
    // Written with dashes, which is told of, they are still meant.
    name: name.replace(/^-+/, ''),
    value: textOf(value) ?? '',
    at: isWritten ? { ...at, end: place.end } : at,
    valueAt: isWritten ? place : at,
  }
}

/** v1beta4: `- name: audit-log-path`, `value: ...`. What is written as an argument is read as one, to be told of. */
function listed(item: Branch): Flag[] {
  if (shapeOf(item) === 'scalar') return argumentsOf([item])
  const name = textOf(below(item, 'name'))
  return name === undefined ? [] : [flag(name, placeOf(item), below(item, 'value'))]
}

function extraVolume(branch: Branch): ExtraVolume {
  const name = textOf(below(branch, 'name')) ?? null
  const type = below(branch, 'pathType')
  const at = placeOf(branch)
  const path = textOf(below(branch, 'mountPath')) ?? ''
  const hostPath = textOf(below(branch, 'hostPath')) ?? null
  return {
    mount: { volume: name, path, readOnly: valueOf(below(branch, 'readOnly')) === true, at },
    volume: { name, hostPath, type: textOf(type) ?? '', at, typeAt: type.node === undefined ? at : placeOf(type) },
  }
}

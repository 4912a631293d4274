import type { Flag, Server } from './server.js'
import { below, itemsOf, placeOf, shapeOf, textOf, type Branch } from './yaml-tree.js'

const KEYS = ['kube-apiserver-arg', 'kube-apiserver-arg+'] as const

/**
 * The kube-apiserver of a k3s or RKE2 config. k3s runs it in its own process; RKE2 mounts by itself the files that
 * arguments name, and the folder of the log. So neither needs mounts.
 * @see https://github.com/rancher/rke2/pull/511
 */
export function k3sServer(root: Branch): Server | null {
  const listed = KEYS.flatMap((key) => argumentsBelow(below(root, key)))
  const policy = below(root, 'audit-policy-file')
  const path = textOf(policy)
  const at = placeOf(policy)
  const own = path === undefined ? [] : [{ name: 'audit-policy-file', value: path, at, valueAt: at }]
  return { flags: [...own, ...listed], mounts: null, volumes: [], at: placeOf(root) }
}

/** `name=value`, one or a list. */
function argumentsBelow(branch: Branch): Flag[] {
  const all = shapeOf(branch) === 'scalar' ? [branch] : itemsOf(branch)
  return all.flatMap((item) => {
    const text = textOf(item)
    const [, name, value] = /^(?:--)?([^=]+)(?:=(.*))?$/s.exec(text ?? '') ?? []
    const at = placeOf(item)
    return name === undefined ? [] : [{ name, value: value ?? '', at, valueAt: at }]
  })
}

import { argumentsOf } from './read-arguments.js'
import type { Mount, Server, Volume } from './server.js'
import { below, itemsOf, placeOf, textOf, valueOf, type Branch } from './yaml-tree.js'

/** The container of kube-apiserver in a static pod: by its command, else by its name, else the first one. */
export function containerOf(root: Branch): Branch {
  const all = itemsOf(below(root, 'spec', 'containers'))
  const runs = all.find((one) => /(?:^|\/)kube-apiserver$/.test(textOf(below(one, 'command', 0)) ?? ''))
  const none = { tree: root.tree, node: undefined }
  return runs ?? all.find((one) => textOf(below(one, 'name')) === 'kube-apiserver') ?? all[0] ?? none
}

/** Whether a pod says that it runs kube-apiserver. */
export function runsServer(root: Branch): boolean {
  const container = containerOf(root)
  const command = textOf(below(container, 'command', 0)) ?? ''
  return /(?:^|\/)kube-apiserver$/.test(command) || textOf(below(container, 'name')) === 'kube-apiserver'
}

/** A static pod's kube-apiserver. */
export function podServer(root: Branch): Server {
  const container = containerOf(root)
  const command = below(container, 'command')
  const all = [...itemsOf(command).slice(1), ...itemsOf(below(container, 'args'))]
  return {
    flags: argumentsOf(all),
    mounts: itemsOf(below(container, 'volumeMounts')).map(mount),
    volumes: itemsOf(below(root, 'spec', 'volumes')).map(volume),
    at: placeOf(itemsOf(command)[0] ?? container),
  }
}

function mount(branch: Branch): Mount {
  return {
    volume: textOf(below(branch, 'name')) ?? null,
    path: textOf(below(branch, 'mountPath')) ?? '',
    readOnly: valueOf(below(branch, 'readOnly')) === true,
    at: placeOf(branch),
  }
}

function volume(branch: Branch): Volume {
  const type = below(branch, 'hostPath', 'type')
  return {
    name: textOf(below(branch, 'name')) ?? null,
    hostPath: textOf(below(branch, 'hostPath', 'path')) ?? null,
    type: textOf(type) ?? '',
    at: placeOf(branch),
    typeAt: placeOf(type.node === undefined ? branch : type),
  }
}

import { k3sServer } from '../read-k3s.js'
import { below, itemsOf, rootOf, textOf } from '../yaml-tree.js'
import { added } from './add.js'
import { parsed } from './nodes.js'
import { removed } from './remove.js'
import { wantedFlags, type AuditSettings } from './settings.js'

const KEY = 'kube-apiserver-arg'

/** A config of k3s or RKE2 that audits; nothing is to be mounted. */
export function enabledK3s(text: string, settings: AuditSettings): string {
  let edited = text
  for (const { flag, value, isGiven } of wantedFlags(settings)) {
    const there = k3sServer(rootOf({ document: parsed(edited, 0), toFile: (at) => at }))?.flags.findLast(
      ({ name }) => name === flag,
    )
    if (there === undefined) edited = added(edited, [KEY], `${flag}=${value}`)
    else if (isGiven && there.value !== value) {
      const written = edited.slice(there.at.start, there.at.end)
      edited = edited.slice(0, there.at.start) + written.replace(there.value, () => value) + edited.slice(there.at.end)
    }
  }
  return edited
}

export function disabledK3s(text: string): string {
  const root = rootOf({ document: parsed(text, 0), toFile: (at) => at })
  let edited = text
  for (const key of [KEY, `${KEY}+`]) {
    const found = itemsOf(below(root, key)).flatMap((one, at) => (/^-*audit-/.test(textOf(one) ?? '') ? [at] : []))
    for (const at of found.reverse()) edited = removed(edited, [key, at])
  }
  return below(root, 'audit-policy-file').node === undefined ? edited : removed(edited, ['audit-policy-file'])
}

import { isBooleanFlag } from '../audit-flags.js'
import type { ManifestCheck, Report } from '../manifest-check.js'
import { containerOf } from '../read-pod.js'
import { below, itemsOf, placeOf, rootOf, textOf, type Branch } from '../yaml-tree.js'

export const missingDashes: ManifestCheck = {
  id: 'missing-dashes',
  severity: 'error',
  happens:
    'With one dash kube-apiserver prints `unknown shorthand flag` and exits. With none it takes the word for an argument that it does not know, and exits too.',
  check: ({ kind, trees }) =>
    kind !== 'pod'
      ? []
      : trees.flatMap((tree) => {
          const container = containerOf(rootOf(tree))
          return inArguments([...itemsOf(below(container, 'command')).slice(1), ...itemsOf(below(container, 'args'))])
        }),
}

function inArguments(items: readonly Branch[]): Report[] {
  return items.flatMap((item, at) => {
    const text = textOf(item)
    if (text === undefined || text.startsWith('--')) return []
    const [, dashes = '', rest = text] = /^([-\u2010-\u2015\u2212]*)(.*)$/s.exec(text) ?? []
    const before = textOf(items[at - 1] ?? item) ?? ''
    const isValue = dashes === '' && /^--[^=]+$/.test(before) && !isBooleanFlag(before.slice(2))
    return isValue || !rest.startsWith('audit-')
      ? []
      : [{ at: placeOf(item), message: `\`${text}\` does not begin with two dashes: write \`--${rest}\`` }]
  })
}

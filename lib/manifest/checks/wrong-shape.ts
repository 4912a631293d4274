import type { ManifestCheck, Report } from '../manifest-check.js'
import { containerOf } from '../read-pod.js'
import { below, itemsOf, placeOf, rootOf, shapeOf, textOf, valueOf, type Branch, type Shape } from '../yaml-tree.js'

export const wrongShape: ManifestCheck = {
  id: 'wrong-shape',
  severity: 'error',
  happens: 'The kubelet cannot decode the file and drops the running kube-apiserver; only its journal says why.',
  check: ({ kind, trees }) => (kind === 'pod' ? trees.flatMap((tree) => inPod(rootOf(tree))) : []),
}

function inPod(root: Branch): Report[] {
  const container = containerOf(root)
  const lists = [
    below(root, 'spec', 'volumes'),
    ...['command', 'args', 'volumeMounts', 'env'].map((key) => below(container, key)),
  ]
  const volumes = itemsOf(below(root, 'spec', 'volumes'))
  return [
    ...lists.flatMap((list) => expected(list, 'list', 'a list, with a dash before each entry')),
    ...['command', 'args'].flatMap((key) => itemsOf(below(container, key)).flatMap(argument)),
    ...[...volumes, ...itemsOf(below(container, 'volumeMounts'))].flatMap((one) =>
      expected(one, 'map', 'fields, such as `name: audit-log`'),
    ),
    ...volumes.flatMap((one) => expected(below(one, 'hostPath'), 'map', '`path` and `type` below `hostPath`')),
    ...itemsOf(below(container, 'volumeMounts')).flatMap((one) => boolean(below(one, 'readOnly'))),
  ]
}

function expected(branch: Branch, shape: Shape, words: string): Report[] {
  const found = shapeOf(branch)
  return branch.node === undefined || found === 'nothing' || found === shape
    ? []
    : [{ at: placeOf(branch), message: `here stands ${NAMES[found]}: write ${words}` }]
}

const NAMES: Readonly<Record<Shape, string>> = {
  nothing: 'nothing',
  map: 'a map',
  list: 'a list',
  scalar: 'a single value',
}

function argument(item: Branch): Report[] {
  if (shapeOf(item) === 'map')
    return [
      {
        at: placeOf(item),
        message: 'an argument must be one text: write `--name=value`, with `=` in the place of `: `',
      },
    ]
  const value = valueOf(item)
  if (shapeOf(item) === 'nothing') return [{ at: placeOf(item), message: 'an empty argument: take it out' }]
  return value === undefined || typeof value === 'string'
    ? []
    : [{ at: placeOf(item), message: 'an argument must be a text: put it between quotes' }]
}

function boolean(branch: Branch): Report[] {
  const value = valueOf(branch)
  // YAML 1.1, which the kubelet reads, knows more words than YAML 1.2.
  return value === undefined || typeof value === 'boolean' || /^(?:yes|no|on|off|y|n)$/i.test(textOf(branch) ?? '')
    ? []
    : [{ at: placeOf(branch), message: '`readOnly` must be true or false' }]
}

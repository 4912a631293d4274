import type { ManifestCheck, Report } from '../manifest-check.js'
import { below, itemsOf, membersOf, placeOf, rootOf, shapeOf, textOf, valueOf, type Branch } from '../yaml-tree.js'

export const argsForm: ManifestCheck = {
  id: 'args-form',
  severity: 'error',
  happens:
    'kubeadm, or kind, cannot decode the configuration and stops: `cannot unmarshal … into Go struct field APIServer.extraArgs`.',
  check: ({ kind, trees }) =>
    trees.flatMap((tree) => {
      const root = rootOf(tree)
      return textOf(below(root, 'kind')) === 'ClusterConfiguration' ? reports(root, kind === 'kind') : []
    }),
}

function reports(root: Branch, isPatch: boolean): Report[] {
  const args = below(root, 'apiServer', 'extraArgs')
  const version = textOf(below(root, 'apiVersion'))?.replace('kubeadm.k8s.io/', '')
  const shape = shapeOf(args)
  if (version === undefined && isPatch && shape === 'list')
    return [
      {
        at: placeOf(args),
        message:
          'in a patch without apiVersion `extraArgs` must be a map: kind makes a list of it where kubeadm wants one',
      },
    ]
  if (version === 'v1beta4' && shape === 'map')
    return [{ at: placeOf(args), message: 'v1beta4 takes a list: `- name: audit-log-path` and `value:` below it' }]
  if ((version === 'v1beta3' || version === 'v1beta2') && shape === 'list')
    return [{ at: placeOf(args), message: `${version} takes a map: \`audit-log-path: /var/log/…\`` }]
  const values =
    shape === 'map' ? membersOf(args).map(({ value }) => value) : itemsOf(args).map((item) => below(item, 'value'))
  return [
    ...values
      .filter(isNoText)
      .map((value) => ({ at: placeOf(value), message: 'the value must be a text: put it between quotes' })),
    ...dashed(args),
  ]
}

/** A null takes an argument out of a patch. */
function isNoText(value: Branch): boolean {
  const found = valueOf(value)
  return found !== undefined && typeof found !== 'string'
}

function dashed(args: Branch): Report[] {
  const names = membersOf(args).map(({ key, at }) => ({ key, at }))
  const listed = itemsOf(args).map((item) => ({
    key: textOf(below(item, 'name')) ?? textOf(item) ?? '',
    at: placeOf(item),
  }))
  return [...names, ...listed]
    .filter(({ key }) => key.startsWith('-'))
    .map(({ key, at }) => ({ at, message: `\`${key}\`: names stand without dashes here` }))
}

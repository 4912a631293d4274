import { nearest } from '../../scenario/nearest.js'
import type { ManifestCheck, Report } from '../manifest-check.js'
import { FIELDS, type Fields } from '../fields.js'
import { itemsOf, membersOf, rootOf, textOf, below, type Branch } from '../yaml-tree.js'

export const unknownField: ManifestCheck = {
  id: 'unknown-field',
  severity: 'error',
  happens:
    'The field is left out without a word. With `readonly` for `readOnly` the mount can be written on; `volumeMounts` outside the container mount nothing.',
  check: ({ kind, trees }) =>
    trees.flatMap((tree) => {
      const root = rootOf(tree)
      const fields = kind === 'pod' ? FIELDS.pod : FIELDS[textOf(below(root, 'kind')) ?? '']
      return fields === undefined ? [] : unknownIn(root, fields)
    }),
}

function unknownIn(branch: Branch, fields: Fields): Report[] {
  const members = membersOf(branch)
  const present = members.map(({ key }) => key)
  return members.flatMap(({ key, at, value }) => {
    if (!Object.hasOwn(fields.known, key)) return [{ at, message: messageOf(key, fields, present) }]
    const inner = fields.known[key]
    if (inner === undefined || inner === null) return []
    return [value, ...itemsOf(value)].flatMap((one) => unknownIn(one, inner))
  })
}

function messageOf(key: string, { name, known }: Fields, present: readonly string[]): string {
  const home = HOMES[key]
  if (home !== undefined && home !== name) return `\`${key}\` is no field of ${name}: it belongs into ${home}`
  const near = nearest(
    key,
    Object.keys(known).filter((field) => !present.includes(field)),
  )
  return `\`${key}\` is no field of ${name}${near === null ? ': take it out' : `; did you mean \`${near}\`?`}`
}

/** Where fields belong that are often put elsewhere. */
const HOMES: Readonly<Record<string, string>> = {
  volumeMounts: 'the container',
  volumes: 'spec',
  env: 'the container',
  command: 'the container',
  hostPath: 'an entry of volumes',
  mountPath: 'an entry of volumeMounts',
  readOnly: 'an entry of volumeMounts',
  extraArgs: 'apiServer',
  extraVolumes: 'apiServer',
}

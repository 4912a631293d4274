import type { ManifestCheck, Report } from '../manifest-check.js'
import { placeOf } from '../yaml-tree.js'
import { readSubject, type Neighbour, type Subject } from '../subject.js'
import { below, rootOf, textOf } from '../yaml-tree.js'

export const strayManifest: ManifestCheck = {
  id: 'stray-manifest',
  severity: 'error',
  happens:
    'The kubelet reads every file of the folder, whatever its suffix, in the order of their names. Of two pods with one name the last wins at a scan: a backup takes the place of your manifest.',
  check: (subject) =>
    subject.kind === 'pod' ? (subject.neighbours ?? []).flatMap((one) => reports(subject, one)) : [],
}

function reports(subject: Subject, { name, text }: Neighbour): Report[] {
  const own = nameOf(subject)
  // The kubelet leaves out what begins with a dot.
  if (own === undefined || name.startsWith('.')) return []
  const other = readSubject(text, name, { neighbours: null, nodeAddress: null })
  if (other?.kind !== 'pod' || nameOf(other) !== own) return []
  const at = placeOf(below(root(subject), 'metadata', 'name'))
  return [{ at, message: `\`${name}\` beside this file is a pod named \`${own}\` too: move it out of the folder` }]
}

const root = ({ trees }: Subject): ReturnType<typeof rootOf> => {
  const [tree] = trees
  if (tree === undefined) throw new Error('a file that was read has a document')
  return rootOf(tree)
}

function nameOf(subject: Subject): string | undefined {
  return subject.trees.length === 0 ? undefined : textOf(below(root(subject), 'metadata', 'name'))
}

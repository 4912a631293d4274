import { distance } from 'fastest-levenshtein'
import type { Resources } from '../../resources/resources.js'
import { nearest } from '../../scenario/nearest.js'
import { removedIn } from '../gone-resources.js'
import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { entriesOf } from '../walk.js'
import { code } from '../words.js'

export const unknownGroup = policyRule({
  id: 'unknown-group',
  severity: 'error',
  why: 'Groups are compared literally, without wildcards. An entry for a group that nobody serves matches nothing.',
  check: (policy, subject) =>
    entriesOf(policy).flatMap(({ group, path }) => {
      const message = messageOf(group, subject.resources)
      return message === null ? [] : [{ at: placeOf(subject, [...path, 'group']), message }]
    }),
})

/** Null for a group that is known, or may be one of custom resources. */
function messageOf(group: string, resources: Resources): string | null {
  if (resources.hasGroup(group) || removedIn(group, null) !== null || /^v\d/.test(group)) return null
  const meant = likelyMeant(group, resources.groups)
  // The group of a custom resource has a dot in it, so that no name without one can be anybody's.
  const nobodys = resources.isComplete
    ? 'the cluster serves no'
    : group.includes('.') && meant === null
      ? null
      : 'there is no'
  if (nobodys === null) return null
  return `${nobodys} group ${code(group)}${meant === null ? '' : `; did you mean ${code(meant)}?`}`
}

function likelyMeant(group: string, known: readonly string[]): string | null {
  if (group === 'core') return ''
  const plain = /^(apps|batch|policy|core)\.k8s\.io$/.exec(group)?.[1]
  if (plain !== undefined) return plain === 'core' ? '' : plain
  if (group.includes('.')) {
    // Custom groups may be near too: it must be a slip of the pen.
    return known.find((one) => one.includes('.') && distance(one, group) <= 2) ?? null
  }
  return (
    known.find((one) => one.startsWith(`${group}.`)) ??
    nearest(
      group,
      known.filter((one) => one !== ''),
    )
  )
}

import type { ServedResource } from '../../resources/resource.js'
import type { Resources } from '../../resources/resources.js'
import { nearest } from '../../scenario/nearest.js'
import { removedIn } from '../gone-resources.js'
import { partsOf } from '../resource-pattern.js'
import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { resourceItemsOf } from '../walk.js'
import { code, groupWords, listOf } from '../words.js'

/** @see https://github.com/kubernetes/kubernetes/issues/107759, https://github.com/kubernetes/kubernetes/issues/98612 */
export const unknownResource = policyRule({
  id: 'unknown-resource',
  severity: 'error',
  why: 'A rule matches the plural and the group that stand in the URL of a request. Any other name matches nothing, and the requests that were meant go on to later rules.',
  check: (policy, subject) =>
    resourceItemsOf(policy).flatMap(({ group, value, path }) => {
      const parts = partsOf(value)
      if (parts === null || !subject.resources.hasGroup(group)) return []
      const message = messageOf(group, parts, subject.resources)
      return message === null ? [] : [{ at: placeOf(subject, path), message }]
    }),
})

type Parts = NonNullable<ReturnType<typeof partsOf>>

function messageOf(group: string, { resource, subresource }: Parts, resources: Resources): string | null {
  if (resource === '*') return subresource === '' ? null : anySubresource(group, subresource, resources)
  const served = resources.find(group, resource)
  if (served === null) return noResource(group, { resource, subresource }, resources)
  if (subresource === '' || subresource === '*' || served.subresources === null) return null
  const known = Object.keys(served.subresources)
  if (known.includes(subresource)) return null
  const near = nearest(subresource, known)
  const rest =
    near === null
      ? known.length === 0
        ? 'it has none'
        : `it has ${listOf(known)}`
      : `did you mean ${code(`${resource}/${near}`)}?`
  return `${code(resource)} of ${groupWords(group)} has no subresource ${code(subresource)}; ${rest}`
}

function anySubresource(group: string, subresource: string, resources: Resources): string | null {
  const inGroup = resources.ofGroup(group)
  if (inGroup.some(({ subresources }) => subresources === null || Object.hasOwn(subresources, subresource))) return null
  return `no resource of ${groupWords(group)} has a subresource ${code(subresource)}`
}

function noResource(group: string, { resource, subresource }: Parts, resources: Resources): string | null {
  if (removedIn(group, resource) !== null) return null
  const written = (one: ServedResource): string =>
    code(subresource === '' ? one.resource : `${one.resource}/${subresource}`)
  const no = `there is no ${code(resource)} in ${groupWords(group)}`
  const elsewhere = resources.all.filter((one) => one.resource === resource)
  if (elsewhere.length > 0) {
    const groups = listOf(
      elsewhere.map((one) => groupWords(one.group)),
      'or',
    )
    const why = subresource === '' ? '' : '; a subresource has the group of the URL that it is in'
    return `${no}: it is of ${groups}${why}`
  }
  const names = (one: ServedResource): readonly string[] => [one.singular, one.kind.toLowerCase(), ...one.shortNames]
  const meant = [...resources.ofGroup(group), ...resources.all].find((one) => names(one).includes(resource))
  if (meant !== undefined) {
    const where = meant.group === group ? '' : ` of ${groupWords(meant.group)}`
    return `${no}; write the plural, ${written(meant)}${where}`
  }
  const near = nearest(
    resource,
    resources.ofGroup(group).map((one) => one.resource),
  )
  const found = near === null ? null : resources.find(group, near)
  return found === null
    ? `${no} of ${resources.isComplete ? 'the cluster' : `Kubernetes ${resources.kubernetes}`}`
    : `${no}; did you mean ${written(found)}?`
}

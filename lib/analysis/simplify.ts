import type { Attributes } from '../audit/attributes.js'
import { AUTHENTICATED } from './possible.js'
import { pathOf } from './witness.js'

/**
 * A request as simple as can be of which still holds what must: a plain user of no special group, the names that everybody
 * knows. One attribute after the other takes the first value in its list with which it holds.
 */
export function simplify(request: Attributes, holds: (request: Attributes) => boolean): Attributes {
  let simplest = request
  for (const step of STEPS) {
    for (const change of step(simplest)) {
      const candidate = { ...simplest, ...change }
      const changed = candidate.resourceRequest ? { ...candidate, path: pathOf(candidate) } : candidate
      if (!holds(changed)) continue
      simplest = changed
      break
    }
  }
  return simplest
}

type Change = Partial<Attributes>

/** Values to try in their order; those from the request's own on are left out. */
const STEPS: readonly ((request: Attributes) => readonly Change[])[] = [
  ({ user }) => (user === null ? [] : [{ user: { name: 'jane', groups: [AUTHENTICATED] } }]),
  ({ user }) => (user === null ? [] : withoutOneGroup(user)),
  ({ resourceRequest }) => (resourceRequest ? [{ apiGroup: '', resource: 'pods' }] : []),
  ({ subresource }) => (subresource === '' ? [] : [{ subresource: '' }, { subresource: '', name: '' }]),
  ({ verb, resourceRequest }) =>
    resourceRequest
      ? before(['create', 'update', 'patch', 'delete', 'get', 'list', 'watch'], verb).flatMap((one) => [
          { verb: one },
          { verb: one, name: '' },
          { verb: one, name: 'example' },
          { verb: one, name: 'example', namespace: 'default' },
          { verb: one, name: '', namespace: 'default' },
        ])
      : before(['get', 'post'], verb).map((one) => ({ verb: one })),
  ({ namespace, resourceRequest }) =>
    resourceRequest ? before(['default', ''], namespace).map((one) => ({ namespace: one })) : [],
  ({ name, resourceRequest }) => (resourceRequest ? before(['', 'example'], name).map((one) => ({ name: one })) : []),
]

function withoutOneGroup(user: NonNullable<Attributes['user']>): Change[] {
  return user.groups.map((group) => ({ user: { ...user, groups: user.groups.filter((one) => one !== group) } }))
}

/** The values before this one; all of them when it is none of them. */
function before(values: readonly string[], value: string): readonly string[] {
  const index = values.indexOf(value)
  return index === -1 ? values : values.slice(0, index)
}

import type { Attributes } from './attributes.js'
import { describeRequest } from './describe.js'

/** `get pods/exec example in default, by jane of dev`. */
export function requestWords(request: Attributes): string {
  const { name, namespace, user, resourceRequest, resource } = request
  const isList = resourceRequest && name === '' && ['list', 'watch', 'deletecollection'].includes(request.verb)
  const what = name === '' ? '' : ` ${name}`
  const where = namespace === '' || resource === 'namespaces' ? (isList ? ' everywhere' : '') : ` in ${namespace}`
  return `${describeRequest(request)}${what}${where}, ${whoWords(user)}`
}

function whoWords(user: Attributes['user']): string {
  if (user === null) return 'with credentials that fail'
  const ordinary = ['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts']
  const groups = user.groups.filter((group) => !ordinary.includes(group) && !isOwnGroup(user.name, group))
  return groups.length === 0 ? `by ${user.name}` : `by ${user.name} of ${groups.join(', ')}`
}

/** A ServiceAccount's name says its namespace already. */
function isOwnGroup(name: string, group: string): boolean {
  return group.startsWith('system:serviceaccounts:') && name.startsWith(`${group.replace('accounts', 'account')}:`)
}

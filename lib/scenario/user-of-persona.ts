import type { Attributes } from '../audit/attributes.js'
import type { Scenario } from './scenario.js'

type User = Attributes['user']

/**
 * A persona as kube-apiserver authenticates it; null for one that it refuses. Events tell it better when there are any: a
 * command may bring credentials of its own. `administrator` is who `admin` is, where the lab did not make it.
 */
export function userOfPersona(name: string, scenario: Scenario, namespace: string, administrator?: User): User {
  if (name === 'anonymous') return { name: 'system:anonymous', groups: ['system:unauthenticated'] }
  const persona = scenario.personas[name]
  if (persona === undefined) return administrator ?? authenticated('kubernetes-admin', ['system:masters'])
  if ('token' in persona) return null
  if ('user' in persona) {
    return persona.certificate === 'expired' ? null : authenticated(persona.user, persona.groups ?? [])
  }
  // A ServiceAccount lives in the first of the fixed namespaces, else in the scenario's own.
  const home = scenario.namespaces[0] ?? namespace
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${home}`]
  return authenticated(`system:serviceaccount:${home}:${persona.serviceAccount}`, groups)
}

function authenticated(name: string, groups: readonly string[]): User {
  return { name, groups: [...groups, 'system:authenticated'] }
}

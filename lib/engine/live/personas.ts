import { EngineError } from '../../errors.js'
import type { Scenario } from '../../scenario/scenario.js'
import type { Persona } from '../../scenario/schema.js'
import type { ApiClient } from './api-client.js'
import type { Identities } from './identities.js'
import type { Credential } from './server.js'

/** A Kubernetes object to apply. */
export type Manifest = Readonly<Record<string, unknown>>

/** A persona as kube-apiserver will know it. */
export interface Identity {
  readonly user: string
  readonly groups: readonly string[]
}

const RBAC = 'rbac.authorization.k8s.io'

/** What a run makes in a cluster bears them, so that the next command finds what a killed one left. */
export const RUN_LABELS = { 'audit-lab': 'run' } as const

/** The namespace of a scenario's ServiceAccounts: its own, or the first of its fixed ones. */
export function serviceAccountNamespace(scenario: Scenario, namespace: string): string {
  return scenario.namespaces[0] ?? namespace
}

/** What a persona is to RBAC; null for one that no authenticator accepts. */
export function identityOf(persona: Persona, accountNamespace: string): Identity | null {
  if ('user' in persona) return { user: persona.user, groups: persona.groups ?? [] }
  if ('serviceAccount' in persona) {
    return { user: `system:serviceaccount:${accountNamespace}:${persona.serviceAccount}`, groups: [] }
  }
  return null
}

/** ServiceAccounts, Roles and bindings of a scenario's personas. `run` keeps names apart in shared namespaces. */
export function personaManifests(scenario: Scenario, namespace: string, run: string): Manifest[] {
  const accountNamespace = serviceAccountNamespace(scenario, namespace)
  return Object.entries(scenario.personas).flatMap(([name, persona]) => {
    const manifests: Manifest[] = []
    if ('serviceAccount' in persona) {
      manifests.push({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: persona.serviceAccount, namespace: accountNamespace },
      })
    }
    const identity = identityOf(persona, accountNamespace)
    if (identity === null || 'token' in persona) return manifests
    const objectName = `audit-lab-${run}-${name}`
    const subjects = [{ kind: 'User', apiGroup: RBAC, name: identity.user }]
    const bind = (kind: string, namespaced: string | null, role: Manifest, suffix: string): void => {
      const metadata = {
        name: `${objectName}${suffix}`,
        labels: RUN_LABELS,
        ...(namespaced === null ? {} : { namespace: namespaced }),
      }
      manifests.push({ apiVersion: `${RBAC}/v1`, kind, metadata, subjects, roleRef: { apiGroup: RBAC, ...role } })
    }
    const places = persona.clusterWide === true ? [null] : [namespace, ...scenario.namespaces]
    for (const place of places) {
      const binding = place === null ? 'ClusterRoleBinding' : 'RoleBinding'
      if (persona.clusterRole !== undefined)
        bind(binding, place, { kind: 'ClusterRole', name: persona.clusterRole }, '')
      if (persona.rules !== undefined) {
        const kind = place === null ? 'ClusterRole' : 'Role'
        const metadata = { name: objectName, labels: RUN_LABELS, ...(place === null ? {} : { namespace: place }) }
        manifests.push({ apiVersion: `${RBAC}/v1`, kind, metadata, rules: persona.rules })
        bind(binding, place, { kind, name: objectName }, '-rules')
      }
    }
    return manifests
  })
}

/**
 * API paths of the Roles and bindings outside the scenario's own namespace. They must not outlive it: the next lane's
 * Events would name another run's binding as the reason why a request was allowed.
 */
export function personaPaths(manifests: readonly Manifest[], namespace: string): string[] {
  return manifests.flatMap(({ kind, metadata }) => {
    const { name, namespace: place } = metadata as { name: string; namespace?: string }
    if (kind === 'ServiceAccount' || place === namespace) return []
    const within = place === undefined ? '' : `/namespaces/${place}`
    return [`/apis/${RBAC}/v1${within}/${String(kind).toLowerCase()}s/${name}`]
  })
}

/** A real credential: a client certificate that the cluster accepts, or a ServiceAccount's token. */
export async function credentialOf(
  persona: Persona,
  accountNamespace: string,
  identities: Identities,
  main: ApiClient,
  signal: AbortSignal,
): Promise<Credential> {
  if ('token' in persona) return { token: 'garbage' }
  if ('user' in persona) {
    return identities.issue({
      name: persona.user,
      groups: persona.groups ?? [],
      expired: persona.certificate === 'expired',
    })
  }
  const path = `/api/v1/namespaces/${accountNamespace}/serviceaccounts/${persona.serviceAccount}/token`
  const answer = await main.json(
    'POST',
    path,
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
    signal,
  )
  const token = (answer as { status?: { token?: unknown } }).status?.token
  if (typeof token !== 'string') throw new EngineError(`no token for ServiceAccount ${persona.serviceAccount}`)
  return { token }
}

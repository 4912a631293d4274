import type { Scenario } from '../../scenario/scenario.js'
import { limited } from '../../util/limit.js'
import type { ApiClient } from '../live/api-client.js'
import type { AuditLogPlace } from './audit-log.js'
import { SIGNER } from './csr.js'

/** A right that the lab asks whether it has, as authorization.k8s.io names it. */
export interface Right {
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly subresource?: string
  readonly name?: string
}

const RBAC = 'rbac.authorization.k8s.io'
const CERTIFICATES = 'certificates.k8s.io'

const rights = (verbs: readonly string[], group: string, resource: string): Right[] =>
  verbs.map((verb) => ({ verb, group, resource }))

/** What every run needs. Applying is a patch that may create. */
export function neededRights(scenarios: readonly Scenario[], log: AuditLogPlace): Right[] {
  const bound = scenarios.flatMap((scenario) =>
    Object.values(scenario.personas).flatMap((persona) => ('token' in persona ? [] : [persona])),
  )
  const hasRules = bound.some(({ rules }) => rules !== undefined)
  const hasRole = bound.some(({ clusterRole }) => clusterRole !== undefined)
  return [
    ...rights(['create', 'patch', 'list', 'delete'], '', 'namespaces'),
    ...(bound.some((persona) => 'serviceAccount' in persona)
      ? [
          ...rights(['create', 'patch'], '', 'serviceaccounts'),
          { verb: 'create', group: '', resource: 'serviceaccounts', subresource: 'token' },
        ]
      : []),
    ...rights(['get'], '', 'serviceaccounts'),
    ...(hasRules ? rights(['create', 'patch'], RBAC, 'roles') : []),
    ...(hasRules || hasRole ? rights(['create', 'patch'], RBAC, 'rolebindings') : []),
    ...(hasRole ? rights(['get'], RBAC, 'clusterroles') : []),
    ...rights(['create'], 'authorization.k8s.io', 'subjectaccessreviews'),
    ...(log.kind === 'node' ? [{ verb: 'get', group: '', resource: 'nodes', subresource: 'proxy' }] : []),
  ]
}

/**
 * To give a right to a persona one must have it, or `escalate` on roles; to bind a ClusterRole likewise, or `bind` on it.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 */
export function grantedRights(scenarios: readonly Scenario[]): Right[] {
  return scenarios.flatMap((scenario) =>
    Object.values(scenario.personas).flatMap((persona) => {
      if ('token' in persona) return []
      const role = persona.clusterRole
      return [
        ...(role === undefined ? [] : [{ verb: 'bind', group: RBAC, resource: 'clusterroles', name: role }]),
        ...(persona.rules ?? []).flatMap(({ apiGroups, resources, verbs }) =>
          (apiGroups ?? []).flatMap((group) =>
            (resources ?? []).flatMap((named) =>
              verbs.map((verb): Right => {
                const [resource = '', subresource] = named.split('/', 2)
                return { verb, group, resource, ...(subresource === undefined ? {} : { subresource }) }
              }),
            ),
          ),
        ),
      ]
    }),
  )
}

export const ESCALATE: Right = { verb: 'escalate', group: RBAC, resource: 'roles' }

export const CERTIFICATE_RIGHTS: readonly Right[] = [
  ...rights(['create', 'get', 'delete'], CERTIFICATES, 'certificatesigningrequests'),
  { verb: 'update', group: CERTIFICATES, resource: 'certificatesigningrequests', subresource: 'approval' },
  { verb: 'approve', group: CERTIFICATES, resource: 'signers', name: SIGNER },
]

export const EVERYTHING: Right = { verb: '*', group: '*', resource: '*' }

/** Those of the rights that the user lacks, each once, asked by SelfSubjectAccessReviews for namespaces that are not there yet. */
export async function missingRights(
  client: ApiClient,
  wanted: readonly Right[],
  signal: AbortSignal,
): Promise<Right[]> {
  const distinct = [...new Map(wanted.map((right) => [describeRight(right), right])).values()]
  const answers = await limited(distinct, 8, async (right) => ({
    right,
    allowed: await isAllowed(client, right, signal),
  }))
  return answers.filter(({ allowed }) => !allowed).map(({ right }) => right)
}

async function isAllowed(client: ApiClient, right: Right, signal: AbortSignal): Promise<boolean> {
  const review = await client.json(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      // Without a namespace: in all of them, which those that are still to be made are among.
      spec: { resourceAttributes: right },
    },
    signal,
  )
  return (review as { status?: { allowed?: boolean } }).status?.allowed === true
}

/** `create rolebindings.rbac.authorization.k8s.io`, as `kubectl auth can-i` takes it. */
export function describeRight({ verb, group, resource, subresource, name }: Right): string {
  const kind = `${resource}${group === '' || group === '*' ? '' : `.${group}`}`
  return `${verb} ${kind}${name === undefined ? '' : `/${name}`}${subresource === undefined ? '' : ` --subresource=${subresource}`}`
}

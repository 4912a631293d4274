import { readFile } from 'node:fs/promises'
import { EngineError, InputError } from '../../errors.js'
import { loadPolicy } from '../../policy/load.js'
import type { Policy } from '../../policy/policy.js'
import type { Scenario } from '../../scenario/scenario.js'
import type { ExistingSettings, Plan } from '../engine.js'
import type { Administrator } from '../execution.js'
import { ApiClient } from '../live/api-client.js'
import { parseAuditLog, type AuditLogPlace } from './audit-log.js'
import { readKubeconfig, type Target } from './kubeconfig.js'
import { refusalOf, type Grants } from './refusal.js'
import {
  CERTIFICATE_RIGHTS,
  describeRight,
  ESCALATE,
  EVERYTHING,
  grantedRights,
  missingRights,
  neededRights,
} from './rights.js'
import type { WebhookKeys } from './webhook.js'

/** A cluster of somebody else's, looked at; nothing in it is changed yet. */
export interface Connected {
  readonly settings: ExistingSettings
  readonly target: Target
  readonly client: ApiClient
  readonly administrator: Administrator
  readonly place: AuditLogPlace
  readonly keys: WebhookKeys | null
  readonly policy: Policy
  /** What the server would say of a policy that it loads only leniently. */
  readonly lenient: string | null
  readonly grants: Grants
  readonly refusal: (scenario: Scenario) => string | null
}

/**
 * Reads what was given, asks the server who we are and what we may do. Throws InputError for what cannot be used, and
 * EngineError that names each missing right.
 */
export async function connect({ settings, policies, scenarios, signal }: Omit<Plan, 'progress'>): Promise<Connected> {
  const given = settings.existing
  if (given === null) {
    throw new InputError('the engine existing needs to know the cluster and where its audit log is', {
      hint: 'Give --kubeconfig FILE and --audit-log SOURCE.',
    })
  }
  const [only] = policies
  if (only === undefined || policies.length > 1) {
    throw new InputError(`a cluster that somebody else runs has one policy, and ${policies.length} are selected`, {
      hint: 'Name its policy file with -p FILE: that one, and no other.',
    })
  }
  const loaded = loadPolicy(only.text, only.path)
  if (loaded.loaded === 'refused') {
    throw new InputError(`${only.path} is no policy that a kube-apiserver runs: ${loaded.message}`)
  }
  const place = parseAuditLog(given.auditLog)
  const keys = await readKeys(given, place)
  const target = await readKubeconfig(given.kubeconfig, given.context)
  const client = new ApiClient(target.server, target.credential)
  try {
    const administrator = await whoAmI(client, signal)
    const { grants, missing } = await askRights(client, scenarios, place, signal)
    if (missing.length > 0) {
      throw new EngineError(
        `${administrator.name} lacks rights in ${target.url}; nothing was changed:\n${missing.map((right) => `  ${right}`).join('\n')}`,
        { hint: 'Have them granted in all namespaces, or leave out the scenarios that need them (--run, -l).' },
      )
    }
    return {
      ...{ settings: given, target, client, administrator, place, keys, grants },
      policy: loaded.policy,
      lenient: loaded.loaded === 'lenient' ? loaded.message : null,
      refusal: (scenario) => refusalOf(scenario, grants),
    }
  } catch (error) {
    client[Symbol.dispose]()
    throw error
  }
}

async function readKeys(settings: ExistingSettings, place: AuditLogPlace): Promise<WebhookKeys | null> {
  const { webhookCertificate, webhookKey } = settings
  if (webhookCertificate === null && webhookKey === null) return null
  if (webhookCertificate === null || webhookKey === null || place.kind !== 'webhook') {
    throw new InputError('--webhook-cert and --webhook-key go together, and with --audit-log webhook:HOST:PORT')
  }
  const read = (file: string): Promise<string> =>
    readFile(file, 'utf8').catch((error: unknown) => {
      throw new InputError(error instanceof Error ? error.message : String(error))
    })
  return { certificate: await read(webhookCertificate), key: await read(webhookKey) }
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#self-subject-review */
async function whoAmI(client: ApiClient, signal: AbortSignal): Promise<Administrator> {
  const kind = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }
  const answer = await client.send('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', kind, signal)
  if (answer.status !== 201) {
    throw new EngineError(`the server does not say who we are: ${answer.status} ${answer.body.slice(0, 300)}`, {
      hint: 'Its credential may have expired; Kubernetes before 1.28 has no SelfSubjectReview.',
    })
  }
  const { status } = JSON.parse(answer.body) as { status: { userInfo: { username: string; groups?: string[] } } }
  return { name: status.userInfo.username, groups: status.userInfo.groups ?? [] }
}

/** Which scenarios can be run follows from some rights; what those that can need beyond is missing. */
async function askRights(
  client: ApiClient,
  scenarios: readonly Scenario[],
  place: AuditLogPlace,
  signal: AbortSignal,
): Promise<{ grants: Grants; missing: string[] }> {
  if ((await missingRights(client, [EVERYTHING], signal)).length === 0) {
    return { grants: { certificates: null, administration: null }, missing: [] }
  }
  const certificates = (await missingRights(client, CERTIFICATE_RIGHTS, signal)).map(describeRight)
  const grants: Grants = {
    certificates: certificates.length === 0 ? null : `the user may not ${certificates.join(', nor ')}`,
    administration: 'the user is none (may not do everything everywhere)',
  }
  const possible = scenarios.filter((scenario) => refusalOf(scenario, grants) === null)
  const needed = await missingRights(client, neededRights(possible, place), signal)
  const granted = await missingRights(client, grantedRights(possible), signal)
  // Who may escalate may give what it lacks itself.
  const kept = granted.length > 0 && (await missingRights(client, [ESCALATE], signal)).length === 0 ? [] : granted
  return { grants, missing: [...needed, ...kept].map(describeRight) }
}

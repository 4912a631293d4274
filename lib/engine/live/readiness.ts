import { EngineError } from '../../errors.js'
import type { Scenario } from '../../scenario/scenario.js'
import type { Persona } from '../../scenario/schema.js'
import { waitFor } from '../../util/wait-for.js'
import type { ApiClient } from './api-client.js'
import { identityOf, serviceAccountNamespace } from './personas.js'

const TIMEOUT_MILLISECONDS = 30_000

interface Rule {
  readonly verbs: readonly string[]
  readonly apiGroups?: readonly string[] | undefined
  readonly resources?: readonly string[] | undefined
  readonly resourceNames?: readonly string[] | undefined
  readonly nonResourceURLs?: readonly string[] | undefined
}

/**
 * Waits until what setup made through the main server is in force on a lane, which learns of it by its own watches:
 * a SubjectAccessReview for every binding, the default ServiceAccount of each namespace.
 */
export async function waitUntilInForce(
  lane: ApiClient,
  scenario: Scenario,
  namespace: string,
  signal: AbortSignal,
): Promise<void> {
  const accountNamespace = serviceAccountNamespace(scenario, namespace)
  for (const [name, persona] of Object.entries(scenario.personas)) {
    const identity = identityOf(persona, accountNamespace)
    if (identity === null) continue
    for (const rule of await firstRules(lane, persona, signal)) {
      const places =
        'clusterWide' in persona && persona.clusterWide === true ? [''] : [namespace, ...scenario.namespaces]
      for (const place of rule.nonResourceURLs === undefined ? places : ['']) {
        const spec = { user: identity.user, groups: identity.groups, ...accessAttributes(rule, place) }
        await until(
          async () =>
            allowed(
              await lane.json(
                'POST',
                REVIEWS,
                { apiVersion: `${AUTHORIZATION}/v1`, kind: 'SubjectAccessReview', spec },
                signal,
              ),
            ),
          `the rights of persona ${name}`,
          signal,
        )
      }
    }
  }
  for (const place of [namespace, ...scenario.namespaces]) {
    const path = `/api/v1/namespaces/${place}/serviceaccounts/default`
    await until(
      async () => (await lane.send('GET', path, undefined, signal)).status === 200,
      `the default ServiceAccount of ${place}`,
      signal,
    )
  }
}

/** Waits until a lane serves every CustomResourceDefinition: a list of each answers 200. */
export async function waitUntilServed(lane: ApiClient, paths: readonly string[], signal: AbortSignal): Promise<void> {
  for (const path of paths) {
    await until(
      async () => (await lane.send('GET', `${path}?limit=1`, undefined, signal)).status === 200,
      `the custom resources ${path}`,
      signal,
    )
  }
}

const AUTHORIZATION = 'authorization.k8s.io'
const REVIEWS = `/apis/${AUTHORIZATION}/v1/subjectaccessreviews`

async function until(ask: () => Promise<boolean>, what: string, signal: AbortSignal): Promise<void> {
  const held = await waitFor(async () => ((await ask()) ? true : null), {
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
    signal,
    everyMilliseconds: 20,
  })
  if (held === null) throw new EngineError(`${what}: not in force on the lane after ${TIMEOUT_MILLISECONDS / 1000} s`)
}

/** One rule of each role that a persona is bound to: it stands for the binding. */
async function firstRules(lane: ApiClient, persona: Persona, signal: AbortSignal): Promise<Rule[]> {
  if ('token' in persona) return []
  const rules: Rule[] = []
  if (persona.rules?.[0] !== undefined) rules.push(persona.rules[0])
  if (persona.clusterRole !== undefined) {
    const role = await lane.json(
      'GET',
      `/apis/rbac.authorization.k8s.io/v1/clusterroles/${persona.clusterRole}`,
      undefined,
      signal,
    )
    const first = (role as { rules?: Rule[] }).rules?.[0]
    if (first !== undefined) rules.push(first)
  }
  return rules
}

function accessAttributes(rule: Rule, namespace: string): Record<string, unknown> {
  const some = (values: readonly string[] | undefined, star: string): string => {
    const first = values?.[0] ?? ''
    return first === '*' ? star : first
  }
  if (rule.nonResourceURLs !== undefined) {
    return { nonResourceAttributes: { path: some(rule.nonResourceURLs, '/'), verb: some(rule.verbs, 'get') } }
  }
  const [resource, subresource] = some(rule.resources, 'pods').split('/', 2)
  return {
    resourceAttributes: {
      namespace,
      verb: some(rule.verbs, 'get'),
      group: some(rule.apiGroups, ''),
      resource,
      ...(subresource === undefined ? {} : { subresource }),
      ...(rule.resourceNames?.[0] === undefined ? {} : { name: rule.resourceNames[0] }),
    },
  }
}

function allowed(review: unknown): boolean {
  return (review as { status?: { allowed?: boolean } }).status?.allowed === true
}

import { attributesOfRequest } from '../../audit/attributes-of.js'
import { evaluate } from '../../policy/evaluate.js'
import { loadPolicy } from '../../policy/load.js'
import type { Policy } from '../../policy/policy.js'
import { waitFor } from '../../util/wait-for.js'
import type { ApiClient } from '../live/api-client.js'
import { auditIDOf } from '../live/lines.js'
import type { ControlPlaneNode } from './node.js'
import { LOG_FILES, POLICY_FILE } from './paths.js'

interface Probe {
  readonly method: string
  readonly path: string
  readonly body?: unknown
}

const NAME = 'audit-lab-probe'
const DEFAULT = '/api/v1/namespaces/default'

/** Requests that policies tell apart, and that change nothing: what they name is not there. */
const PROBES: readonly Probe[] = [
  { method: 'GET', path: '/version' },
  { method: 'GET', path: '/api/v1/namespaces/kube-system' },
  { method: 'GET', path: `${DEFAULT}/secrets/${NAME}` },
  { method: 'GET', path: `${DEFAULT}/configmaps/${NAME}` },
  { method: 'GET', path: `${DEFAULT}/pods/${NAME}` },
  { method: 'DELETE', path: `${DEFAULT}/pods/${NAME}` },
  { method: 'DELETE', path: `${DEFAULT}/secrets/${NAME}` },
  { method: 'POST', path: `${DEFAULT}/configmaps?dryRun=All`, body: object('v1', 'ConfigMap') },
  { method: 'GET', path: '/apis/rbac.authorization.k8s.io/v1/clusterroles/audit-lab-probe' },
]

function object(apiVersion: string, kind: string): unknown {
  return { apiVersion, kind, metadata: { name: NAME } }
}

const ADMIN = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }
/** Elapsed times count in whole seconds, so a start may seem this much later than it was. */
const SECONDS_OF_DOUBT = 2

/**
 * Whether a server audits under the policy that stands in its node: it reads the file once, when it starts. Returns why
 * not, as a sentence; null when nothing speaks against it.
 */
export async function whyOtherPolicy(
  node: ControlPlaneNode,
  client: ApiClient,
  signal: AbortSignal,
): Promise<string | null> {
  const loaded = loadPolicy(await node.shell(`cat ${POLICY_FILE}`, { signal }), POLICY_FILE)
  if (loaded.loaded === 'refused') return `kube-apiserver would refuse the policy that stands there: ${loaded.message}`
  for (const { probe, auditID } of await sendProbes(client, signal)) {
    const expected = expectedOf(probe, loaded.policy)
    const seen = (): Promise<string> => eventsOf(node, auditID, signal)
    const last = await waitFor(async () => ((await seen()) === expected ? expected : null), {
      timeoutMilliseconds: 2000,
      signal,
      everyMilliseconds: 100,
    })
    if (last === expected) continue
    const { method, path } = probe
    return `it runs an older policy than the one that stands there: ${method} ${path} left ${await seen()}, expected is ${expected}`
  }
  // The probes may not reach the rule that was changed.
  const [started = 0, written = 0] = (await node.shell(AGES, { signal })).trim().split(' ').map(Number)
  return written > started + SECONDS_OF_DOUBT
    ? 'its kube-apiserver started before the policy that stands there was written, and it reads that once only'
    : null
}

const AGES = `echo $(($(date +%s) - $(ps -o etimes= -p "$(pgrep -ox kube-apiserver)"))) $(stat -L -c %Y ${POLICY_FILE})`

async function sendProbes(client: ApiClient, signal: AbortSignal): Promise<{ probe: Probe; auditID: string }[]> {
  const sent: { probe: Probe; auditID: string }[] = []
  for (const probe of PROBES) {
    sent.push({ probe, auditID: (await client.send(probe.method, probe.path, probe.body, signal)).auditID })
  }
  // On one connection a server begins with a request only when all of the one before has been done: its Events are written.
  await client.send('GET', '/readyz', undefined, signal)
  return sent
}

function expectedOf({ method, path }: Probe, policy: Policy): string {
  const { level, omitStages } = evaluate(policy, attributesOfRequest(method, path, ADMIN))
  if (level === 'None') return 'no Event'
  const stages = (['RequestReceived', 'ResponseComplete'] as const).filter((stage) => !omitStages.includes(stage))
  return words(stages.map((stage) => `${level} ${stage}`))
}

async function eventsOf(node: ControlPlaneNode, auditID: string, signal: AbortSignal): Promise<string> {
  const found = await node.shell(`cat ${LOG_FILES} | grep -F '${auditID}' || true`, { signal })
  const lines = found.split('\n').filter((line) => auditIDOf(line) === auditID)
  // Written by kube-apiserver's own log backend.
  const events = lines.map((line) => JSON.parse(line) as { readonly level: string; readonly stage: string })
  return words(events.map(({ level, stage }) => `${level} ${stage}`))
}

function words(events: readonly string[]): string {
  return events.length === 0 ? 'no Event' : events.join(', ')
}

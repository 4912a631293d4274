import { randomBytes, randomInt } from 'node:crypto'
import { clusterScopedKind } from '../../scenario/check-lanes.js'
import type { Scenario } from '../../scenario/scenario.js'
import { substitute } from '../../scenario/variables.js'
import type { CommandOptions } from '../../util/exec.js'
import type { ApiClient } from './api-client.js'
import type { Lane, LiveCluster } from './cluster.js'
import { makeDefaultObjects, type NamespaceManifest } from './default-objects.js'
import type { Kubectl } from './kubectl.js'
import { credentialOf, personaManifests, personaPaths, RUN_LABELS, serviceAccountNamespace } from './personas.js'
import type { Proxy } from './proxy.js'
import { manifestStream } from './manifest-stream.js'
import { waitUntilInForce } from './readiness.js'
import type { WebhookReceiver } from './webhook-receiver.js'
import { waitUntilRejected } from './rejection.js'
import type { Credential } from './server.js'
import type { StepContext } from './step-context.js'
import { runStep, startStep, type RunningStep, type StepRun } from './step.js'

/** What every scenario of a run shares. */
export interface RunContext {
  readonly cluster: LiveCluster
  readonly main: ApiClient
  /** kubectl against the main server as its administrator, with this namespace by default. */
  readonly administrate: (namespace: string, args: readonly string[], options?: CommandOptions) => Promise<string>
  readonly kubectl: Kubectl
  readonly proxy: Proxy
  /** Null where no scenario needs it, or API servers cannot reach it. */
  readonly webhooks: WebhookReceiver | null
  readonly signal: AbortSignal
}

/** A scenario that was carried out on one lane. */
export interface ScenarioRun {
  readonly variables: Readonly<Record<string, string>>
  readonly steps: readonly StepRun[]
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Same length every time: names stand in log lines, and bytes are compared between lanes. */
function token(length: number): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

/** Runs one scenario on one lane in a namespace of its own, and removes what it made. Throws EngineError. */
export async function runScenario(
  context: RunContext,
  lane: Lane,
  client: ApiClient,
  scenario: Scenario,
): Promise<ScenarioRun> {
  const run = token(6)
  const namespace = `audit-lab-${run}`
  const variables: Record<string, string> = { run, namespace, canary: `canary${randomBytes(10).toString('hex')}` }
  const webhook = scenario.webhook === undefined ? undefined : context.webhooks?.register(scenario.webhook)
  const setup = substitute(scenario.setup, { ...variables, ...webhook?.variables })
  const own: NamespaceManifest = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { ...RUN_LABELS, ...context.cluster.labels } },
  }
  const apply = ['apply', '--server-side', '--force-conflicts', '-f', '-']
  try {
    const namespaces = await makeDefaultObjects(context.cluster, context.main, [own], context.signal)
    const manifests = [...namespaces, ...personaManifests(scenario, namespace, run)]
    const documents = [...manifests.map((one) => JSON.stringify(one)), ...(setup.trim() === '' ? [] : [setup])]
    // kubectl refuses to apply nothing.
    if (documents.length > 0) {
      await context.administrate(namespace, apply, { input: manifestStream(documents), signal: context.signal })
    }
    await waitUntilInForce(client, scenario, namespace, context.signal)
    const manifest = substitute(scenario.rejected, variables)
    if (manifest.trim() !== '') {
      const admin = await context.cluster.identities.admin()
      await waitUntilRejected(context.kubectl, lane, admin, { namespace, manifest, signal: context.signal })
    }
    const steps = await runSteps(
      {
        scenario,
        laneId: lane.id,
        server: lane.server,
        proxy: context.proxy,
        kubectl: context.kubectl,
        run,
        namespace,
        credentials: await credentials(context, scenario, namespace),
        guard: context.cluster.guard?.(scenario, namespace),
        signal: context.signal,
      },
      variables,
      (args) => context.administrate(namespace, ['wait', ...args], { signal: context.signal }),
    )
    return { variables, steps }
  } finally {
    await remove(context, scenario, namespace, run, setup)
    webhook?.close()
  }
}

async function credentials(
  context: RunContext,
  scenario: Scenario,
  namespace: string,
): Promise<Map<string, Credential>> {
  const { identities } = context.cluster
  const found = new Map<string, Credential>([
    ['admin', await identities.admin()],
    ['anonymous', {}],
  ])
  const accounts = serviceAccountNamespace(scenario, namespace)
  for (const [name, persona] of Object.entries(scenario.personas)) {
    found.set(name, await credentialOf(persona, accounts, identities, context.main, context.signal))
  }
  return found
}

async function runSteps(
  context: StepContext,
  variables: Record<string, string>,
  wait: (args: readonly string[]) => Promise<unknown>,
): Promise<StepRun[]> {
  const done = new Map<string, StepRun>()
  const running = new Map<string, RunningStep>()
  try {
    for (const step of context.scenario.steps) {
      if (step.ready !== undefined) await wait(['--timeout=120s', ...words(substitute(step.ready, variables))])
      if (step.background) {
        running.set(step.id, await startStep(context, step, variables))
        continue
      }
      const finished = await runStep(context, step, variables)
      done.set(step.id, finished)
      for (const name of Object.keys(step.capture ?? {})) variables[name] = finished.stdout.trim()
      for (const [id, other] of running) {
        if (other.until !== step.id) continue
        running.delete(id)
        done.set(id, await other.stop())
      }
    }
  } finally {
    await Promise.allSettled([...running.values()].map((step) => step.stop()))
  }
  return context.scenario.steps.flatMap((step) => done.get(step.id) ?? [])
}

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}

/**
 * Deletes what the scenario made. Its namespace takes everything namespaced with it; the rest goes by its manifest.
 * Fixed namespaces and the ServiceAccounts in them stay: other lanes use them. Errors here break no verdict.
 */
async function remove(
  context: RunContext,
  scenario: Scenario,
  namespace: string,
  run: string,
  setup: string,
): Promise<void> {
  // An interrupted run still removes its own: so no signal here.
  for (const path of personaPaths(personaManifests(scenario, namespace, run), namespace)) {
    await context.main.send('DELETE', path).catch(() => undefined)
  }
  if (setup.trim() !== '' && (context.cluster.outlivesRun || clusterScopedKind(setup) !== null)) {
    const args = ['delete', '--ignore-not-found', '--wait=false', '-f', '-']
    await context.administrate(namespace, args, { input: setup }).catch(() => undefined)
  }
  if (context.cluster.outlivesRun || scenario.needs.length > 0) {
    await context.main.send('DELETE', `/api/v1/namespaces/${namespace}`).catch(() => undefined)
  }
}

import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readRecord } from '../../../lib/engine/kind/state.js'
import { kindCluster } from '../../../lib/engine/kind/kind-cluster.js'
import { ControlPlaneNode } from '../../../lib/engine/kind/node.js'
import { ApiClient } from '../../../lib/engine/live/api-client.js'
import { CATCH_ALL } from '../../../lib/engine/live/catch-all.js'
import type { Lane, LiveCluster, RefusedPolicy } from '../../../lib/engine/live/cluster.js'
import { Kubectl } from '../../../lib/engine/live/kubectl.js'
import { Proxy } from '../../../lib/engine/live/proxy.js'
import type { Credential } from '../../../lib/engine/live/server.js'
import { waitUntilInForce } from '../../../lib/engine/live/readiness.js'
import { everyEnded, Trace } from '../../../lib/engine/live/trace.js'
import type { AuditEvent } from '../../../lib/audit/event.js'
import { loadScenario } from '../../../lib/scenario/load.js'
import { TemporaryDirectory } from '../../../lib/util/temporary-directory.js'
import { waitFor } from '../../../lib/util/wait-for.js'

export const POLICIES = {
  everything: CATCH_ALL,
  'metadata-all': 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n',
  nothing: 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: None}]\n',
} as const

const NO_PERSONAS = loadScenario(
  'name: none\nabout: Nobody.\nsteps: [{id: look, run: kubectl get pods, expect: [{request: list pods}]}]\n',
  'none.yaml',
)

export const never = new AbortController().signal

export function sharedClusterName(): string {
  return process.env['LIVE_CLUSTER'] ?? ''
}

/** The node of the cluster that live tests share. */
export function sharedNode(): ControlPlaneNode {
  return new ControlPlaneNode(sharedClusterName())
}

export async function sharedCluster(): Promise<LiveCluster> {
  const record = await readRecord(sharedClusterName())
  if (record === null) throw new Error('setup.ts has made no cluster')
  return kindCluster(record)
}

export interface Output {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** A kubectl that is under way. */
export interface Command {
  readonly ended: Promise<Output>
  readonly stdout: () => string
  stop(): void
}

/** An open route through the proxy, with a kubectl that uses it. */
export interface Client {
  readonly url: string
  readonly trace: Trace
  readonly kubectl: (
    args: readonly string[],
    options?: { input?: string; environment?: Record<string, string> },
  ) => Promise<Output>
  readonly start: (args: readonly string[], options?: { environment?: Record<string, string> }) => Command
  close(): void
}

/** Lanes on the shared cluster with the lab's own proxy before them: what scenarios run on, without scenarios. */
export class Bench implements AsyncDisposable {
  readonly cluster: LiveCluster
  readonly lanes: readonly Lane[]
  readonly proxy: Proxy
  readonly admin: Credential
  readonly kubectl: Kubectl
  /** To the main server. */
  readonly main: ApiClient
  private readonly directory: TemporaryDirectory

  private constructor(
    parts: Pick<Bench, 'cluster' | 'lanes' | 'proxy' | 'admin' | 'kubectl' | 'main'>,
    directory: TemporaryDirectory,
  ) {
    this.cluster = parts.cluster
    this.lanes = parts.lanes
    this.proxy = parts.proxy
    this.admin = parts.admin
    this.kubectl = parts.kubectl
    this.main = parts.main
    this.directory = directory
  }

  static async open(...names: readonly (keyof typeof POLICIES)[]): Promise<Bench> {
    const cluster = await sharedCluster()
    const directory = await TemporaryDirectory.create()
    const opened = await cluster.openLanes(
      names.map((name) => ({ name, path: `${name}.yaml`, text: POLICIES[name] })),
      never,
    )
    const lanes = opened.filter((one: Lane | RefusedPolicy): one is Lane => !('refused' in one))
    const admin = await cluster.identities.admin()
    const parts = {
      cluster,
      lanes,
      admin,
      proxy: await Proxy.start(),
      kubectl: await Kubectl.create(directory.path),
      main: new ApiClient(cluster.main, admin),
    }
    return new Bench(parts, directory)
  }

  lane(name: keyof typeof POLICIES): Lane {
    const lane = this.lanes.find(({ policy }) => policy.name === name)
    if (lane === undefined) throw new Error(`no lane for ${name}`)
    return lane
  }

  /** A namespace of the test's own; resolves when pods can be made in it through the lane. */
  async namespace(lane: Lane): Promise<string> {
    const name = `live-${randomBytes(4).toString('hex')}`
    await this.main.json('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
    using direct = this.direct(lane)
    await waitUntilInForce(direct, NO_PERSONAS, name, never)
    return name
  }

  /** A direct connection to a lane, as the lab's own. */
  direct(lane: Lane, credential: Credential = this.admin): ApiClient {
    return new ApiClient(lane.server, credential)
  }

  /** A route to a lane, as the administrator or with another credential. */
  async client(lane: Lane, options: { credential?: Credential; namespace?: string } = {}): Promise<Client> {
    const trace = new Trace()
    const step = randomBytes(4).toString('hex')
    const { proxy, kubectl } = this
    const credential = options.credential ?? this.admin
    const route = { lane: lane.id, persona: 'admin', step, server: lane.server, credential, trace, keepBody: false }
    const { url, close } = proxy.open(route)
    const kubeconfig = await kubectl.writeKubeconfig(
      step,
      { url, certificateAuthority: proxy.certificateAuthority },
      { namespace: options.namespace ?? 'default', credential: proxy.client },
    )
    const begin = (args: readonly string[], environment: Record<string, string> = {}, input = ''): Command => {
      const child = execFile('kubectl', [...args], {
        env: { ...kubectl.environment(kubeconfig), ...environment },
        cwd: kubectl.home,
        maxBuffer: 2 ** 28,
      })
      child.stdin?.end(input)
      let [stdout, stderr] = ['', '']
      child.stdout?.on('data', (chunk: string) => (stdout += chunk))
      child.stderr?.on('data', (chunk: string) => (stderr += chunk))
      const ended = new Promise<Output>((resolve) =>
        child.once('close', (code) => resolve({ exitCode: code ?? -1, stdout, stderr })),
      )
      return { ended, stdout: () => stdout + stderr, stop: () => void child.kill('SIGTERM') }
    }
    return {
      url,
      trace,
      close,
      kubectl: (args, { input, environment } = {}) => begin(args, environment, input).ended,
      start: (args, { environment } = {}) => begin(args, environment),
    }
  }

  /** The Events of a trace on its lane, by the order of the requests, once each request has its last Event. */
  async eventsOf(lane: Lane, trace: Trace): Promise<AuditEvent[]> {
    await trace.until(everyEnded, 10_000)
    const ids = new Set(trace.exchanges.map(({ auditID }) => auditID))
    const found = await waitFor(
      async () => {
        const events = (await this.events(lane)).filter(({ auditID }) => ids.has(auditID))
        const ended = new Set(events.filter(isLast).map(({ auditID }) => auditID))
        return ended.size === ids.size ? events : null
      },
      { timeoutMilliseconds: 10_000 },
    )
    if (found === null) throw new Error('some requests have no last Event after 10 s')
    return found
  }

  async events(lane: Lane): Promise<AuditEvent[]> {
    return (await this.lines(lane)).map((line) => JSON.parse(line) as AuditEvent)
  }

  /** Whole lines of the lane's log. */
  async lines(lane: Lane): Promise<string[]> {
    const lines: string[] = []
    for await (const line of lane.readLog()) if (line.endsWith('\n')) lines.push(line)
    return lines
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.main[Symbol.dispose]()
    await this.proxy[Symbol.asyncDispose]()
    await Promise.all(this.lanes.map((lane) => lane[Symbol.asyncDispose]()))
    await this.directory[Symbol.asyncDispose]()
  }
}

function isLast({ stage, responseStatus }: AuditEvent): boolean {
  return stage === 'ResponseComplete' || stage === 'Panic' || responseStatus?.code === 401
}

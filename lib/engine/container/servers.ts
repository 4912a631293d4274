import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError, InterruptedError } from '../../errors.js'
import { withFreshPorts } from '../../util/fresh-ports.js'
import { apiServerFlags } from '../live/api-server-flags.js'
import { controlPlaneKeys } from '../live/control-plane-keys.js'
import { signedBy, type Identities } from '../live/identities.js'
import type { ApiServer, Credential } from '../live/server.js'
import { lenientWarning } from '../live/server-log.js'
import { waitUntilReady } from '../live/start-server.js'
import { copiedLog, mountedLog, type LogBytes } from './audit-log.js'
import { etcdCommand } from './etcd-command.js'
import { apiServerImage, ETCD_IMAGE } from './images.js'
import { startContainer, type ContainerSpec } from './lab-container.js'
import { makeNetwork, publishedHost, removeRun, RUN_LABEL, type Runtime } from './runtime.js'

const KEYS = '/audit-lab/keys'
const LOGS = '/audit-lab/logs'
const POLICY = '/audit-lab/policy.yaml'
const PORT = 6443

export interface ServersOptions {
  readonly id: string
  readonly directory: string
  readonly kubernetesVersion: string | null
  /** The daemon sees this machine's files. */
  readonly mounts: boolean
  /** Who a process in a container must be for its files to be ours: `uid:gid`. */
  readonly user: string
}

/** A kube-apiserver at work. */
export interface RunningServer {
  readonly server: ApiServer
  readonly lenient: string | null
  readonly log: LogBytes
  stop(): Promise<void>
}

/** The containers of one run on a network of their own; they end with it. */
export class Servers implements AsyncDisposable {
  readonly identities: Identities
  private readonly runtime: Runtime
  private readonly options: ServersOptions
  private readonly keys: Readonly<Record<string, string>>
  private readonly certificateAuthority: string
  private readonly admin: Credential
  /** Where published ports are reached. */
  private readonly host: string

  private constructor(
    runtime: Runtime,
    options: ServersOptions,
    host: string,
    keys: Pick<Servers, 'identities'> & { files: Servers['keys']; certificateAuthority: string; admin: Credential },
  ) {
    this.runtime = runtime
    this.host = host
    this.options = options
    this.identities = keys.identities
    this.keys = Object.fromEntries(Object.entries(keys.files).map(([name, pem]) => [`${KEYS}/${name}`, pem]))
    this.certificateAuthority = keys.certificateAuthority
    this.admin = keys.admin
  }

  static async prepare(runtime: Runtime, options: ServersOptions): Promise<Servers> {
    const { files, authority } = await controlPlaneKeys(['localhost', etcdName(options.id)], ['127.0.0.1'])
    const identities = signedBy(authority)
    const keys = { identities, files, certificateAuthority: authority.certificate, admin: await identities.admin() }
    return new Servers(runtime, options, await publishedHost(runtime), keys)
  }

  /** Starts etcd and a kube-apiserver. Throws EngineError. */
  async startMain(policy: string, signal: AbortSignal): Promise<RunningServer> {
    await makeNetwork(this.runtime, this.options.id, this.host)
    const name = etcdName(this.options.id)
    await this.start({
      image: ETCD_IMAGE,
      name,
      user: '0:0',
      command: etcdCommand(KEYS, name),
      files: this.keys,
      mounts: [],
      port: null,
    })
    signal.throwIfAborted()
    const main = await this.startApiServer('main', policy, signal)
    if ('refused' in main) throw new EngineError(`the main server refuses the catch-all: ${main.refused}`)
    return main
  }

  /** Starts a kube-apiserver under a policy and waits until it is ready or has refused. Throws EngineError. */
  async startApiServer(
    name: string,
    policy: string,
    signal: AbortSignal,
  ): Promise<RunningServer | { refused: string }> {
    const { directory, mounts, id, user } = this.options
    const folder = join(directory, `${name}-log`)
    await mkdir(folder, { mode: 0o700 })
    const place = {
      keys: KEYS,
      etcd: `https://${etcdName(id)}:2379`,
      bindAddress: '0.0.0.0',
      port: PORT,
      policy: POLICY,
      log: `${LOGS}/audit.log`,
    }
    signal.throwIfAborted()
    const started = await this.start({
      image: apiServerImage(this.options.kubernetesVersion),
      name: `${id}-${name}`,
      user: mounts ? user : '0:0',
      command: ['kube-apiserver', ...apiServerFlags(place)],
      files: { ...this.keys, [POLICY]: policy },
      mounts: mounts ? [{ source: folder, target: LOGS }] : [],
      port: PORT,
    })
    const container = this.runtime.container.getById(started.getId())
    const state = await container.inspect()
    const port = Number(state.NetworkSettings.Ports[`${PORT}/tcp`]?.[0]?.HostPort ?? 0)
    const server = {
      host: this.host,
      port,
      serverName: 'localhost',
      certificateAuthority: this.certificateAuthority,
    }
    const printed = async (): Promise<string> => printedBy(container)
    const hasEnded = async (): Promise<boolean> => !(await container.inspect()).State.Running
    const what = `the kube-apiserver of ${name}`
    const refused = await waitUntilReady({ server, hasEnded, printed }, this.admin, what, signal)
    if (refused !== null) return { refused }
    const log = mounts ? mountedLog(join(folder, 'audit.log')) : copiedLog(this.runtime, started.getId(), place.log)
    return {
      server,
      log,
      lenient: lenientWarning(await printed()),
      stop: () => container.remove({ force: true, v: true }).catch(ignoreGone),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await removeRun(this.runtime, this.options.id)
  }

  private async start(spec: Omit<ContainerSpec, 'labels' | 'network'>): ReturnType<typeof startContainer> {
    const { id } = this.options
    const start = (): ReturnType<typeof startContainer> =>
      startContainer({ ...spec, network: id, labels: { [RUN_LABEL]: id } })
    const remove = (): Promise<void> =>
      this.runtime.container.getById(spec.name).remove({ force: true, v: true }).catch(ignoreGone)
    return withFreshPorts(start, remove).catch((error: unknown) => {
      if (error instanceof InterruptedError) throw error
      const message = error instanceof Error ? error.message : String(error)
      throw new EngineError(`container ${spec.name} of ${spec.image}: ${message}`, {
        hint: 'Is the image here, or can it be pulled? docker pull tells. --kubernetes-version names another.',
        cause: error,
      })
    })
  }
}

function etcdName(id: string): string {
  return `${id}-etcd`
}

type Container = ReturnType<Runtime['container']['getById']>

/** Both streams of a container, whole. */
async function printedBy(container: Container): Promise<string> {
  const frames = await container.logs({ stdout: true, stderr: true, follow: false })
  const parts: Buffer[] = []
  // Each frame has a head of eight bytes, of which the last four are its length.
  for (let at = 0; at + 8 <= frames.length; at += 8 + frames.readUInt32BE(at + 4)) {
    parts.push(frames.subarray(at + 8, at + 8 + frames.readUInt32BE(at + 4)))
  }
  return Buffer.concat(parts).toString()
}

/** It was removed already, or is being removed. */
function ignoreGone(error: unknown): void {
  const { statusCode } = error as { statusCode?: number }
  if (statusCode !== 404 && statusCode !== 409) throw error
}

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Daemon } from '../../util/daemon.js'
import { freePort } from '../../util/free-port.js'
import { apiServerFlags } from '../live/api-server-flags.js'
import { controlPlaneKeys } from '../live/control-plane-keys.js'
import { signedBy, type Identities } from '../live/identities.js'
import type { ApiServer, Credential } from '../live/server.js'
import { lenientWarning } from '../live/server-log.js'
import { ServerEndedError, waitUntilReady } from '../live/start-server.js'
import type { Binaries } from './find-binaries.js'
import { etcdFlags } from './etcd-flags.js'
import { etcdWords } from './etcd-words.js'

const PORT_TRIES = 5

/** A kube-apiserver at work. */
export interface RunningServer {
  readonly server: ApiServer
  readonly lenient: string | null
  /** The audit log. */
  readonly log: string
  readonly daemon: Daemon
}

/** The processes of one run: their keys and files stand in its private directory, and they end with it. */
export class Servers implements AsyncDisposable {
  readonly identities: Identities
  private readonly certificateAuthority: string
  private readonly binaries: Binaries
  private readonly directory: string
  private readonly admin: Credential
  private readonly daemons = new Set<Daemon>()
  private etcd = ''

  private constructor(
    binaries: Binaries,
    directory: string,
    keys: { readonly identities: Identities; readonly certificateAuthority: string; readonly admin: Credential },
  ) {
    this.binaries = binaries
    this.directory = directory
    this.identities = keys.identities
    this.certificateAuthority = keys.certificateAuthority
    this.admin = keys.admin
  }

  /** Writes the keys (0600). */
  static async prepare(binaries: Binaries, directory: string): Promise<Servers> {
    const { files, authority } = await controlPlaneKeys(['localhost'], ['127.0.0.1'])
    const keys = join(directory, 'keys')
    await mkdir(keys, { mode: 0o700 })
    await Promise.all(Object.entries(files).map(([name, pem]) => writeFile(join(keys, name), pem, { mode: 0o600 })))
    const identities = signedBy(authority)
    return new Servers(binaries, directory, {
      identities,
      certificateAuthority: authority.certificate,
      admin: await identities.admin(),
    })
  }

  /** Starts etcd and a kube-apiserver at once; with other ports when somebody has taken one of them meanwhile. */
  async startMain(policy: string, signal: AbortSignal): Promise<RunningServer> {
    for (let tries = 1; ; tries++) {
      const port = await freePort()
      this.etcd = `https://127.0.0.1:${port}`
      const etcd = this.start(`etcd-${port}`, this.binaries.etcd.path, etcdFlags(this.directory, port))
      const log = etcd.log
      // Whichever is first: a server that is ready has found its etcd.
      const failed = etcd.ended.then(async () => {
        throw new ServerEndedError(`etcd ended as it started:\n${etcdWords(await readFile(log, 'utf8'))}`)
      })
      failed.catch(() => undefined)
      const attempt = new AbortController()
      try {
        const either = AbortSignal.any([signal, attempt.signal])
        const main = await Promise.race([this.startApiServer('main', policy, either), failed])
        if ('refused' in main) throw new ServerEndedError(`the main server refuses the catch-all: ${main.refused}`)
        return main
      } catch (error) {
        attempt.abort(error)
        await this[Symbol.asyncDispose]()
        if (!(error instanceof ServerEndedError) || !error.portTaken || tries === PORT_TRIES) throw error
      }
    }
  }

  /** Starts a kube-apiserver under a policy and waits until it is ready or has refused. Throws EngineError. */
  async startApiServer(
    name: string,
    policy: string,
    signal: AbortSignal,
  ): Promise<RunningServer | { refused: string }> {
    for (let tries = 1; ; tries++) {
      const port = await freePort()
      const folder = join(this.directory, `${name}-${port}`)
      await mkdir(folder, { mode: 0o700 })
      const place = {
        keys: join(this.directory, 'keys'),
        etcd: this.etcd,
        bindAddress: '127.0.0.1',
        port,
        policy: join(folder, 'policy.yaml'),
        log: join(folder, 'audit.log'),
      }
      await writeFile(place.policy, policy, { mode: 0o600 })
      signal.throwIfAborted()
      const daemon = this.start(`${name}-${port}/server`, this.binaries.apiServer.path, apiServerFlags(place))
      const server = {
        host: '127.0.0.1',
        port: place.port,
        serverName: 'localhost',
        certificateAuthority: this.certificateAuthority,
      }
      const printed = (): Promise<string> => readFile(daemon.log, 'utf8')
      try {
        const started = { server, hasEnded: () => Promise.resolve(daemon.hasEnded), printed }
        const refused = await waitUntilReady(started, this.admin, `the kube-apiserver of ${name}`, signal)
        if (refused !== null) return { refused }
        return { server, log: place.log, daemon, lenient: lenientWarning(await printed()) }
      } catch (error) {
        await daemon[Symbol.asyncDispose]()
        if (!(error instanceof ServerEndedError) || !error.portTaken || tries === PORT_TRIES) throw error
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.daemons].map((daemon) => daemon[Symbol.asyncDispose]()))
    this.daemons.clear()
  }

  private start(name: string, command: string, args: readonly string[]): Daemon {
    const log = join(this.directory, `${name}.log`)
    const daemon = Daemon.start(command, args, { log, environment: { TMPDIR: this.directory } })
    this.daemons.add(daemon)
    return daemon
  }
}

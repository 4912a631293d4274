import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { etcdFlags } from '../../../lib/engine/binary/etcd-flags.js'
import { findBinaries } from '../../../lib/engine/binary/find-binaries.js'
import { ApiClient } from '../../../lib/engine/live/api-client.js'
import { apiServerFlags } from '../../../lib/engine/live/api-server-flags.js'
import { newAuthority, serverCertificate } from '../../../lib/engine/live/certificates.js'
import { controlPlaneKeys } from '../../../lib/engine/live/control-plane-keys.js'
import { signedBy } from '../../../lib/engine/live/identities.js'
import type { Credential } from '../../../lib/engine/live/server.js'
import { Daemon } from '../../../lib/util/daemon.js'
import { freePort } from '../../../lib/util/free-port.js'
import { waitFor } from '../../../lib/util/wait-for.js'

/** One kube-apiserver with both backends, as processes of this machine: a log, and a webhook that nobody listens to yet. */
export class WebhookServer implements AsyncDisposable {
  readonly client: ApiClient
  readonly log: string
  /** What a receiver listens on, and its keys: in memory and as files. */
  readonly webhook: { readonly host: string; readonly port: number }
  readonly webhookKeys: NonNullable<Credential['certificate']>
  readonly webhookFiles: { readonly certificate: string; readonly key: string }
  readonly kubeconfig: string
  private readonly daemons: readonly Daemon[]

  private constructor(made: Omit<WebhookServer, typeof Symbol.asyncDispose>, daemons: readonly Daemon[]) {
    this.client = made.client
    this.log = made.log
    this.webhook = made.webhook
    this.webhookKeys = made.webhookKeys
    this.webhookFiles = made.webhookFiles
    this.kubeconfig = made.kubeconfig
    this.daemons = daemons
  }

  static async start(directory: string, policy: string): Promise<WebhookServer> {
    const binaries = await findBinaries(null)
    if ('reason' in binaries) throw new Error(binaries.reason)
    const { files, authority } = await controlPlaneKeys(['localhost'], ['127.0.0.1'])
    const at = (name: string): string => join(directory, name)
    await mkdir(at('keys'))
    const write = (name: string, text: string): Promise<void> => writeFile(at(name), text, { mode: 0o600 })
    for (const [name, pem] of Object.entries(files)) await write(join('keys', name), pem)
    const [etcdPort, port] = [await freePort(), await freePort()]

    const webhook = { host: '127.0.0.1', port: await freePort() }
    const signer = await newAuthority('webhook')
    const { certificate } = await serverCertificate(signer, 'webhook', { names: [], addresses: [webhook.host] })
    await write('webhook.crt', certificate.certificate)
    await write('webhook.key', certificate.key)
    const events = `https://${webhook.host}:${webhook.port}/events`
    await write('webhook.json', kubeconfig(events, signer.certificate, {}))
    const admin = await signedBy(authority).admin()
    await write('admin.json', kubeconfig(`https://127.0.0.1:${port}`, authority.certificate, admin))
    await write('policy.yaml', policy)

    const daemon = (name: string, path: string, args: readonly string[]): Daemon =>
      Daemon.start(path, args, { log: at(`${name}.log`), environment: {} })
    const place = { keys: at('keys'), etcd: `https://127.0.0.1:${etcdPort}`, bindAddress: '127.0.0.1', port }
    const daemons = [
      daemon('etcd', binaries.etcd.path, etcdFlags(directory, etcdPort)),
      daemon('server', binaries.apiServer.path, [
        ...apiServerFlags({ ...place, policy: at('policy.yaml'), log: at('audit.log') }),
        `--audit-webhook-config-file=${at('webhook.json')}`,
        '--audit-webhook-batch-max-wait=2s',
      ]),
    ]
    const server = { host: '127.0.0.1', port, serverName: 'localhost', certificateAuthority: authority.certificate }
    const client = new ApiClient(server, admin)
    const started = new WebhookServer(
      {
        ...{ client, webhook, webhookKeys: certificate, log: at('audit.log'), kubeconfig: at('admin.json') },
        webhookFiles: { certificate: at('webhook.crt'), key: at('webhook.key') },
      },
      daemons,
    )
    const ready = await waitFor(
      async () => ((await client.send('GET', '/readyz').catch(() => null))?.status === 200 ? true : null),
      { timeoutMilliseconds: 90_000, everyMilliseconds: 300 },
    )
    if (ready !== null && !daemons.some(({ hasEnded }) => hasEnded)) return started
    await started[Symbol.asyncDispose]()
    throw new Error('the kube-apiserver with a webhook does not get ready')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client[Symbol.dispose]()
    for (const daemon of this.daemons.toReversed()) await daemon[Symbol.asyncDispose]()
  }
}

function kubeconfig(server: string, authority: string, { certificate }: Credential): string {
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const user =
    certificate === undefined
      ? {}
      : {
          'client-certificate-data': base64(certificate.certificate),
          'client-key-data': base64(certificate.key),
        }
  return JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'a' },
    clusters: [{ name: 'a', cluster: { server, 'certificate-authority-data': base64(authority) } }],
    users: [{ name: 'a', user }],
    contexts: [{ name: 'a', context: { cluster: 'a', user: certificate === undefined ? '' : 'a' } }],
  })
}

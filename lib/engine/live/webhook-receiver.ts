import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { z } from 'zod'
import type { Webhook } from '../../scenario/schema.js'
import { newAuthority, serverCertificate } from './certificates.js'

const review = z.looseObject({ request: z.looseObject({ uid: z.string() }) })

/** What a scenario's setup needs to name a webhook of the lab's. */
export interface RegisteredWebhook {
  /** The variables `webhook` and `webhookAuthority` of the setup. */
  readonly variables: { readonly webhook: string; readonly webhookAuthority: string }
  readonly close: () => void
}

/**
 * An admission webhook that API servers call: at a scenario's URL it does what the scenario says, and at `/deny` below
 * that it rejects everything, which tells when the webhooks of a setup are in force. It writes nothing and changes no
 * cluster. Listens on one address of this machine with a certificate of a throw-away authority.
 */
export class WebhookReceiver implements AsyncDisposable {
  private readonly webhooks = new Map<string, Webhook>()

  private readonly server: Server
  private readonly address: string
  private readonly authority: string

  private constructor(server: Server, address: string, authority: string) {
    this.server = server
    this.address = address
    this.authority = authority
  }

  static async start(address: string): Promise<WebhookReceiver> {
    const authority = await newAuthority('audit-lab webhooks')
    const { certificate } = await serverCertificate(authority, address, { names: [], addresses: [address] })
    const server = createServer({ key: certificate.key, cert: certificate.certificate })
    const receiver = new WebhookReceiver(server, address, authority.certificate)
    server.on('request', (request, response) => {
      receiver.answer(request, response).catch(() => response.writeHead(400).end())
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, address, resolve)
    })
    return receiver
  }

  /** The path is a secret of the run's: whoever else reaches the address is answered 404. */
  register(webhook: Webhook): RegisteredWebhook {
    const id = randomUUID()
    this.webhooks.set(id, webhook)
    const { port } = this.server.address() as AddressInfo
    return {
      variables: {
        webhook: `https://${this.address}:${port}/${id}`,
        webhookAuthority: Buffer.from(this.authority).toString('base64'),
      },
      close: () => void this.webhooks.delete(id),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // An API server adds ?timeout=10s.
    const [path = ''] = (request.url ?? '').split('?')
    const [, id = '', act = ''] = path.split('/')
    const webhook = this.webhooks.get(id)
    if (webhook === undefined) return void response.writeHead(404).end()
    const { uid } = review.parse(await json(request)).request
    const answer = {
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid, ...(act === 'deny' ? DENIED : responseOf(webhook)) },
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }
}

const DENIED = { allowed: false, status: { code: 403, message: 'the lab asks whether its webhooks are in force' } }

function responseOf({ patch, auditAnnotations }: Webhook): object {
  const changes =
    patch.length === 0 ? {} : { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') }
  return { allowed: true, ...changes, auditAnnotations }
}

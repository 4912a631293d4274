import { createServer as createPlain, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { EngineError } from '../../errors.js'
import { linesOfEventList } from '../../log/event-list.js'
import type { LogSource } from './log-source.js'

/** PEM. */
export interface WebhookKeys {
  readonly certificate: string
  readonly key: string
}

/** The server posts lists of up to 400 Events; each Event may hold bodies of megabytes. */
const BODY_BYTES = 512 * 1024 * 1024

/** Takes what a cluster's audit webhook posts. TLS when keys are given; without them the Events cross the network as text. */
export class WebhookReceiver implements LogSource {
  readonly lossy =
    'lost on its way or still there: an audit webhook drops Events when its buffer is full or its retries are used up'
  readonly lines: string[] = []
  count = 0
  private readonly arrived: string[] = []
  private readonly server: Server
  private failure: EngineError | null = null

  private constructor(server: Server) {
    this.server = server
    server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
      void this.receive(incoming).then((status) => response.writeHead(status).end())
    })
  }

  static async start(
    place: { readonly host: string; readonly port: number },
    keys: WebhookKeys | null,
  ): Promise<WebhookReceiver> {
    const server = keys === null ? createPlain() : createSecure({ cert: keys.certificate, key: keys.key })
    const receiver = new WebhookReceiver(server)
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) =>
        reject(new EngineError(`webhook:${place.host}:${place.port}: ${error.message}`, { cause: error })),
      )
      server.listen(place.port, place.host, resolve)
    })
    return receiver
  }

  poll(keep: (line: string) => boolean): Promise<void> {
    this.lines.push(...this.arrived.splice(0).filter(keep))
    return this.failure === null ? Promise.resolve() : Promise.reject(this.failure)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => {
      this.server.close(resolve)
      this.server.closeAllConnections()
    })
  }

  /** Returns the HTTP status to answer with: the server tries again after a 5xx or 429, and drops the list after others. */
  private async receive(incoming: IncomingMessage): Promise<number> {
    if (incoming.method !== 'POST') return 405
    const chunks: Buffer[] = []
    let size = 0
    try {
      for await (const chunk of incoming as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > BODY_BYTES) return 413
        chunks.push(chunk)
      }
    } catch {
      return 400
    }
    const lines = linesOfEventList(Buffer.concat(chunks).toString())
    if (lines === null) {
      this.failure = new EngineError('the webhook got something that is no EventList of audit.k8s.io/v1')
      return 400
    }
    this.count += lines.length
    for (const line of lines) this.arrived.push(line)
    return 200
  }
}

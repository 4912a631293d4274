import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Agent, createServer, request, type Server } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { proxyIdentity } from './certificates.js'
import type { Guard } from './guard.js'
import { answered, begin, finish, keepBody, requestOptions, type Route } from './exchange.js'
import type { Credential } from './server.js'
import type { Exchange } from './trace.js'
import { join, responseHead } from './wire.js'

const IDLE_MILLISECONDS = 5000

/**
 * Stands between kubectl and a lane: holds the persona's credential, stamps every request with an Audit-ID of the lab's
 * and writes the trace. Everything else goes through untouched: raw target, raw headers with their repeats, upgrades.
 *
 * Our own because the libraries merge repeated Impersonate-Group headers and break SPDY upgrades by POST. TLS because
 * kubectl drops `--token` over plain HTTP in silence. The secret in the path keeps other local processes out.
 */
export class Proxy implements AsyncDisposable {
  readonly certificateAuthority: string
  /** What a step's kubeconfig bears; the proxy does not look at it. */
  readonly client: Credential
  private readonly server: Server
  private readonly secret = randomBytes(16).toString('hex')
  private readonly routes = new Map<string, { route: Route; agent: Agent }>()
  private readonly sockets = new Set<Duplex>()

  private constructor(server: Server, certificateAuthority: string, client: Credential) {
    this.server = server
    this.certificateAuthority = certificateAuthority
    this.client = client
  }

  static async start(): Promise<Proxy> {
    const identity = await proxyIdentity()
    const server = createServer({
      key: identity.key,
      cert: identity.certificate,
      ALPNProtocols: ['http/1.1'],
      maxHeaderSize: 1 << 20,
      // A watch may last longer than Node's five minutes for a request.
      requestTimeout: 0,
      // kubectl keeps connections; one that we close just as it sends a POST would fail that POST.
      keepAliveTimeout: 120_000,
    })
    const proxy = new Proxy(server, identity.authority, identity.client)
    server.on('request', (incoming, response) => void proxy.forward(incoming, response))
    server.on('upgrade', (incoming, socket, head) => void proxy.upgrade(incoming, socket, head))
    server.on('secureConnection', (socket) => proxy.remember(socket))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
    return proxy
  }

  /** Opens a route; the URL is what the step's kubeconfig names as its server. */
  open(route: Route): { readonly url: string; readonly close: () => void } {
    const key = `${route.lane}/${route.persona}/${route.step}`
    const agent = new Agent({ keepAlive: true, timeout: IDLE_MILLISECONDS })
    this.routes.set(key, { route, agent })
    const { port } = this.server.address() as AddressInfo
    const close = (): void => {
      this.routes.delete(key)
      agent.destroy()
    }
    return { url: `https://127.0.0.1:${port}/${this.secret}/${key}`, close }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { agent } of this.routes.values()) agent.destroy()
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private remember(socket: Duplex): void {
    this.sockets.add(socket)
    socket.once('close', () => this.sockets.delete(socket))
  }

  /** Finds the route of a request target; null for what the lab did not open. */
  private resolve(url: string): { route: Route; agent: Agent; target: string } | null {
    const [, secret, lane, persona, step] = url.split('/', 5)
    const query = step?.search(/[?#]/) ?? -1
    const last = step === undefined || query < 0 ? (step ?? '') : step.slice(0, query)
    const key = `${lane ?? ''}/${persona ?? ''}/${last}`
    const found = this.routes.get(key)
    if (secret !== this.secret || found === undefined) return null
    const rest = url.slice(`/${this.secret}/${key}`.length)
    return { ...found, target: rest.startsWith('/') ? rest : `/${rest}` }
  }

  private async forward(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const found = this.resolve(incoming.url ?? '')
    if (found === null) {
      response.writeHead(404).end()
      return
    }
    const { route } = found
    const exchange = begin(incoming, route, found.target)
    const options = requestOptions(exchange, incoming, route, found.agent)
    const end = (error: string | null): void => finish(exchange, route, error)
    const refused = route.guard === undefined ? null : await ask(route.guard, exchange, incoming)
    if (refused !== null) {
      end(refused)
      response.writeHead(403, { 'content-type': 'text/plain' }).end(`audit-lab: ${refused}\n`)
      return
    }
    const outgoing = request(options, (answer) => {
      answered(exchange, route, answer)
      response.sendDate = false
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders)
      response.flushHeaders()
      if (route.keepBody) keepBody(exchange, answer)
      answer.pipe(response)
      answer.once('end', () => end(null))
      answer.once('close', () => {
        end(answer.complete ? null : 'the connection ended within the answer')
        if (!answer.complete) response.destroy()
      })
    })
    outgoing.once('error', (error) => {
      end(error.message)
      if (response.headersSent) response.destroy()
      else
        response.writeHead(502, { 'content-type': 'text/plain' }).end(`audit-lab: the API server: ${error.message}\n`)
    })
    incoming.pipe(outgoing)
    // The client has gone: so must the request, or the server would never end it.
    response.once('close', () => {
      if (!response.writableFinished) outgoing.destroy()
    })
  }

  private async upgrade(incoming: IncomingMessage, client: Duplex, head: Buffer): Promise<void> {
    client.on('error', () => client.destroy())
    const found = this.resolve(incoming.url ?? '')
    if (found === null) {
      client.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
      return
    }
    const { route } = found
    const exchange = begin(incoming, route, found.target)
    const options = requestOptions(exchange, incoming, route, found.agent)
    const refused = route.guard === undefined ? null : await ask(route.guard, exchange, incoming)
    if (refused !== null) {
      finish(exchange, route, refused)
      client.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
      return
    }
    const outgoing = request(options)
    outgoing.once('upgrade', (answer: IncomingMessage, server: Socket, serverHead: Buffer) => {
      this.remember(server)
      exchange.upgraded = true
      client.write(responseHead(answer))
      client.write(serverHead)
      server.write(head)
      answered(exchange, route, answer)
      join(client, server, () => finish(exchange, route, null))
    })
    outgoing.once('response', (answer) => {
      answered(exchange, route, answer)
      // Sent by hand over a raw socket, so chunked framing is gone: its end is the connection's end.
      client.write(responseHead(answer, ['transfer-encoding', 'connection']))
      answer.pipe(client)
      answer.once('close', () =>
        finish(exchange, route, answer.complete ? null : 'the connection ended within the answer'),
      )
    })
    outgoing.once('error', (error) => {
      finish(exchange, route, error.message)
      client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    })
    client.once('close', () => {
      if (!exchange.ended) outgoing.destroy()
    })
    outgoing.end()
  }
}

/** A guard that fails lets nothing through. */
async function ask(
  guard: Guard,
  { persona, method, target }: Exchange,
  incoming: IncomingMessage,
): Promise<string | null> {
  return guard({ persona, method, target, headers: incoming.headers }).catch(
    (error: unknown) => `not sent: ${error instanceof Error ? error.message : String(error)}`,
  )
}

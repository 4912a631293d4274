import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Agent, RequestOptions } from 'node:https'
import type { Guard } from './guard.js'
import type { ApiServer, Credential } from './server.js'
import type { Exchange, Trace } from './trace.js'
import { requestHeaders } from './wire.js'

/** What the trace learns of one request on its way through the proxy. */

/** Where one step's requests go, as whom, and where they are written down. */
export interface Route {
  readonly lane: string
  readonly persona: string
  readonly step: string
  readonly server: ApiServer
  readonly credential: Credential
  readonly trace: Trace
  /** Keep the first 64 KiB of every answer's body in the trace: for steps that claim a secret of the server's. */
  readonly keepBody: boolean
  readonly guard?: Guard | undefined
}

const BODY_KEPT = 64 * 1024

/** Writes down a request that has come, under a new Audit-ID of the lab's. */
export function begin(incoming: IncomingMessage, route: Route, target: string): Exchange {
  const exchange: Exchange = {
    auditID: randomUUID(),
    persona: route.persona,
    method: incoming.method ?? 'GET',
    target,
    // A request that brings its own Authorization is judged by it: a client certificate would win over a bad token.
    bringsCredential: incoming.headers.authorization !== undefined,
    status: null,
    echoed: false,
    upgraded: false,
    error: null,
    body: '',
    ended: false,
  }
  route.trace.begin(exchange)
  return exchange
}

/** The same request to the lane, with the Audit-ID and the persona's credential. */
export function requestOptions(
  { auditID, bringsCredential, method, target }: Exchange,
  { rawHeaders }: IncomingMessage,
  { server, credential }: Route,
  agent: Agent,
): RequestOptions {
  const certificate = bringsCredential ? undefined : credential.certificate
  return {
    host: server.host,
    port: server.port,
    servername: server.serverName,
    ca: server.certificateAuthority,
    ...(certificate === undefined ? {} : { cert: certificate.certificate, key: certificate.key }),
    agent,
    method,
    path: target,
    headers: requestHeaders(rawHeaders, server, auditID, credential.token),
  }
}

/** The head of the answer is there. */
export function answered(exchange: Exchange, route: Route, answer: IncomingMessage): void {
  exchange.status = answer.statusCode ?? null
  exchange.echoed = answer.headers['audit-id'] === exchange.auditID
  route.trace.changed()
}

/** Nothing more comes; `error` says why when that is too early. */
export function finish(exchange: Exchange, route: Route, error: string | null): void {
  if (exchange.ended) return
  exchange.ended = true
  exchange.error = error
  route.trace.changed()
}

/** Keeps the beginning of the answer's body. */
export function keepBody(exchange: Exchange, answer: IncomingMessage): void {
  const chunks: Buffer[] = []
  let size = 0
  answer.on('data', (chunk: Buffer) => {
    if (size < BODY_KEPT) chunks.push(chunk)
    size += chunk.length
  })
  answer.once('end', () => {
    exchange.body = Buffer.concat(chunks).toString('utf8', 0, BODY_KEPT)
  })
}

import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Agent, request } from 'node:https'
import { EngineError } from '../../errors.js'
import type { ApiServer, Credential } from './server.js'

export interface Answer {
  readonly auditID: string
  readonly status: number
  readonly body: string
}

/** An answer as bytes: of a file that may be cut anywhere. */
export interface RawAnswer {
  readonly auditID: string
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

interface Message {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/**
 * The lab's own requests to a kube-apiserver. Each carries an Audit-ID of the lab's, which counts in no cell and no
 * volume; how many were sent is counted, because the server's own counters include them.
 */
export class ApiClient implements Disposable {
  readonly server: ApiServer
  readonly auditIDs = new Set<string>()
  private readonly credential: Credential
  private readonly agent = new Agent({ keepAlive: true, timeout: 5000 })

  constructor(server: ApiServer, credential: Credential) {
    this.server = server
    this.credential = credential
  }

  /** One request. Throws EngineError when there is no answer; any HTTP status is an answer. */
  async send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
    const answer = await this.sendRaw(method, path, { body, signal })
    return { auditID: answer.auditID, status: answer.status, body: answer.body.toString() }
  }

  /** As `send`, with headers, and the answer's bytes. */
  async sendRaw(method: string, path: string, { body, headers, signal }: Message): Promise<RawAnswer> {
    const auditID = randomUUID()
    this.auditIDs.add(auditID)
    const payload = body === undefined ? undefined : JSON.stringify(body)
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: this.server.host,
          port: this.server.port,
          servername: this.server.serverName,
          ca: this.server.certificateAuthority,
          ...(this.credential.certificate === undefined
            ? {}
            : { cert: this.credential.certificate.certificate, key: this.credential.certificate.key }),
          agent: this.agent,
          method,
          path,
          timeout: 30_000,
          ...(signal === undefined ? {} : { signal }),
          headers: {
            'Audit-ID': auditID,
            'User-Agent': 'audit-lab',
            Accept: 'application/json',
            ...headers,
            ...(payload === undefined
              ? {}
              : { 'Content-Type': contentTypeOf(method), 'Content-Length': Buffer.byteLength(payload) }),
            ...(this.credential.token === undefined ? {} : { Authorization: `Bearer ${this.credential.token}` }),
          },
        },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.once('end', () =>
            resolve({
              auditID,
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              body: Buffer.concat(chunks),
            }),
          )
          answer.once('error', reject)
        },
      )
      outgoing.once('timeout', () => outgoing.destroy(new Error('no answer in 30 s')))
      outgoing.once('error', (error) => {
        if (signal?.aborted === true) reject(signal.reason instanceof Error ? signal.reason : error)
        else
          reject(
            new EngineError(`${method} ${path} on ${this.server.host}:${this.server.port}: ${error.message}`, {
              cause: error,
            }),
          )
      })
      outgoing.end(payload)
    })
  }

  /** A request that must succeed; the answer's JSON. Throws EngineError with the server's message. */
  async json(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
    const answer = await this.send(method, path, body, signal)
    if (answer.status >= 300) throw new EngineError(`${method} ${path}: ${answer.status} ${answer.body.slice(0, 500)}`)
    return JSON.parse(answer.body)
  }

  [Symbol.dispose](): void {
    this.agent.destroy()
  }
}

/** The lab's only patches are server-side applies; JSON is YAML. */
function contentTypeOf(method: string): string {
  return method === 'PATCH' ? 'application/apply-patch+yaml' : 'application/json'
}

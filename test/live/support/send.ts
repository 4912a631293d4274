import { request, type Agent } from 'node:https'
import type { Proxy } from '../../../lib/engine/live/proxy.js'

export interface Sent {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface Message {
  readonly method?: string
  /** Raw headers: names and values in turn. */
  readonly headers?: readonly string[]
  readonly body?: string
  /** For many requests on few connections; each has one of its own without it. */
  readonly agent?: Agent
}

/** One request to the proxy, target and headers as they are given. */
export function send(proxy: Proxy, url: string, target: string, message: Message = {}): Promise<Sent> {
  const { host, hostname, port, pathname } = new URL(url)
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: hostname,
        port,
        ca: proxy.certificateAuthority,
        agent: message.agent ?? false,
        method: message.method ?? 'GET',
        path: `${pathname}${target}`,
        headers: ['Host', host, ...(message.headers ?? []), ...lengthOf(message.body)],
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.once('error', reject)
        answer.once('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() }),
        )
      },
    )
    outgoing.once('error', reject)
    outgoing.end(message.body)
  })
}

function lengthOf(body: string | undefined): string[] {
  return body === undefined ? [] : ['Content-Length', String(Buffer.byteLength(body))]
}

import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ApiServer } from './server.js'

/** What of a request and an answer the proxy writes by hand. */

/** The raw headers with Host and Audit-ID replaced, and the persona's token where the request brings none. */
export function requestHeaders(
  raw: readonly string[],
  server: ApiServer,
  auditID: string,
  token: string | undefined,
): string[] {
  const headers: string[] = ['Host', `${server.serverName || server.host}:${server.port}`, 'Audit-ID', auditID]
  let bringsOwn = false
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? ''
    const lower = name.toLowerCase()
    if (lower === 'host' || lower === 'audit-id') continue
    if (lower === 'authorization') bringsOwn = true
    headers.push(name, raw[index + 1] ?? '')
  }
  if (!bringsOwn && token !== undefined) headers.push('Authorization', `Bearer ${token}`)
  return headers
}

/** The head of an answer for a raw socket. `without`: headers that only hold for the connection to the server. */
export function responseHead(answer: IncomingMessage, without: readonly string[] = []): string {
  const lines = [`HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`]
  for (let index = 0; index < answer.rawHeaders.length; index += 2) {
    const name = answer.rawHeaders[index] ?? ''
    if (!without.includes(name.toLowerCase())) lines.push(`${name}: ${answer.rawHeaders[index + 1] ?? ''}`)
  }
  if (without.length > 0) lines.push('Connection: close')
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** Joins two sockets, half-closes kept, until both have ended. */
export function join(client: Duplex, server: Socket, onEnd: () => void): void {
  client.pipe(server)
  server.pipe(client)
  server.on('error', () => client.destroy())
  client.on('error', () => server.destroy())
  client.once('close', () => server.destroy())
  server.once('close', () => {
    client.end()
    onEnd()
  })
}

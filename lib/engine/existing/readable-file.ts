import { open, stat } from 'node:fs/promises'
import { EngineError } from '../../errors.js'
import { run, runForBytes } from '../../util/exec.js'
import type { ApiClient } from '../live/api-client.js'

/** A file that can be read from anywhere in it, wherever it lies. Both throw EngineError. */
export interface ReadableFile {
  /** For messages. */
  readonly name: string
  size(): Promise<number>
  /** At most `length` bytes from `start` on; fewer at its end. */
  read(start: number, length: number): Promise<Buffer>
}

export function localFile(path: string): ReadableFile {
  const failed = (error: unknown): never => {
    throw new EngineError(`the audit log cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  return {
    name: path,
    size: async () => (await stat(path).catch(failed)).size,
    read: async (start, length) => {
      const file = await open(path).catch(failed)
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start)
        return buffer.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
  }
}

/** Through `docker exec`: no shell is needed in the container, only wc, tail and head. */
export function dockerFile(container: string, path: string): ReadableFile {
  return {
    name: `${path} in container ${container}`,
    size: async () => Number.parseInt(await run('docker', ['exec', container, 'wc', '-c', path]), 10),
    read: async (start, length) =>
      start === 0
        ? runForBytes('docker', ['exec', container, 'head', '-c', String(length), path])
        : (await runForBytes('docker', ['exec', container, 'tail', '-c', `+${start + 1}`, path])).subarray(0, length),
  }
}

/** Through the API server and the kubelet, which serves /var/log: no shell on the node is needed. */
export function nodeFile(client: ApiClient, node: string, path: string): ReadableFile {
  const target = `/api/v1/nodes/${encodeURIComponent(node)}/proxy/logs/${path
    .slice('/var/log/'.length)
    .split('/')
    .map(encodeURIComponent)
    .join('/')}`
  const ask = async (start: number, length: number): Promise<{ bytes: Buffer; total: number }> => {
    const answer = await client.sendRaw('GET', target, {
      headers: { Range: `bytes=${start}-${start + length - 1}`, Accept: '*/*' },
    })
    const total = Number(/\/(\d+)$/.exec(answer.headers['content-range'] ?? '')?.[1])
    // Beyond its end: an empty log, or one that has not grown.
    if (answer.status === 416) return { bytes: Buffer.alloc(0), total: Number.isNaN(total) ? 0 : total }
    if (answer.status === 206) return { bytes: answer.body, total }
    const text = answer.body.toString('utf8', 0, 300).trim()
    throw new EngineError(`GET ${target}: ${answer.status} ${text}`, {
      hint: 'The user needs `get` on nodes/proxy, and the kubelet needs enableSystemLogHandler (on by default).',
    })
  }
  return {
    name: `${path} on node ${node}`,
    size: async () => (await ask(0, 1)).total,
    read: async (start, length) => (await ask(start, length)).bytes,
  }
}

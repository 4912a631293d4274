import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { STANDARD_INPUT, type LogFile } from './log-file.js'
import { zstdOf } from './zstd.js'

/** What a file begins with, which says more than its name. */
const GZIP = [0x1f, 0x8b]
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd]
const CHUNK = 1 << 20

type Compression = 'gzip' | 'zstd' | null

function compressionOf(start: Uint8Array): Compression {
  const begins = (magic: readonly number[]): boolean => magic.every((byte, index) => start[index] === byte)
  return begins(GZIP) ? 'gzip' : begins(ZSTD) ? 'zstd' : null
}

/**
 * The bytes of a log, decompressed. `onRead` hears how many bytes of the file are read, for progress. Throws what the file
 * system throws, and where compressed data ends early.
 */
export async function* openLog(
  { path }: LogFile,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  const source = path === STANDARD_INPUT ? process.stdin : createReadStream(path, { highWaterMark: CHUNK })
  const chunks = withStart(counted(source, onRead))
  const first = await chunks.next()
  if (first.done === true) return
  const all = joined(first.value, chunks)
  const compression = compressionOf(first.value)
  if (compression === 'gzip') yield* gunzipped(all)
  else if (compression === 'zstd') yield* zstdOf(all)
  else yield* all
}

async function* counted(source: AsyncIterable<unknown>, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const piece of source) {
    const chunk = piece as Buffer
    onRead(chunk.length)
    yield chunk
  }
}

/** A pipe may bring its first bytes one by one; what tells the compression must be whole. */
async function* withStart(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | null = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (start === null) {
      yield chunk
      continue
    }
    start = start.length === 0 ? chunk : Buffer.concat([start, chunk])
    if (start.length < ZSTD.length) continue
    yield start
    start = null
  }
  if (start !== null && start.length > 0) yield start
}

async function* joined(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first
  yield* rest
}

/** Several members one after the other are one stream, as where rotated files were joined with cat. */
async function* gunzipped(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK })
  // What fails on either side is thrown by the loop, after all that came before it.
  pipeline(Readable.from(chunks), gunzip, () => undefined)
  for await (const piece of gunzip) yield piece as Buffer
}

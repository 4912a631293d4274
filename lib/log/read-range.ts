import { open, type FileHandle } from 'node:fs/promises'
import { LINE_LIMIT } from './limits.js'
import type { Block } from './read-blocks.js'
import type { FileOptions } from './read-file.js'

/** Bytes of a file, the end not among them. */
export interface Range {
  readonly start: number
  readonly end: number
}

const CHUNK = 1 << 21
const NEWLINE = 10

/**
 * The lines that begin in a range of bytes of a file that is not compressed. One buffer is filled over and over: a block counts until
 * the next one is asked for.
 */
export async function* readRange(path: string, { start, end }: Range, options: FileOptions): AsyncGenerator<Block> {
  await using file = await open(path)
  let buffer = Buffer.allocUnsafe(CHUNK)
  let held = 0
  // A line that begins at the start has its predecessor's newline in front.
  let position = start === 0 ? 0 : start - 1
  let isBefore = start > 0
  for (;;) {
    options.signal?.throwIfAborted()
    if (held === buffer.length) {
      if (held > LINE_LIMIT) {
        yield { bytes: buffer.subarray(0, 0), tooLong: true }
        return
      }
      buffer = Buffer.concat([buffer], 2 * held)
    }
    const read = await readInto(file, buffer, held, position, options)
    if (read === 0) {
      if (held > 0) yield { bytes: Buffer.concat([buffer.subarray(0, held), Buffer.from('\n')]), tooLong: false }
      return
    }
    position += read
    const filled = buffer.subarray(0, held + read)
    const base = position - filled.length
    let from = 0
    if (isBefore) {
      const newline = filled.indexOf(NEWLINE)
      if (newline === -1) continue
      isBefore = false
      from = newline + 1
    }
    // The newline of the last line that begins before the end of the range.
    const last = position < end ? -1 : filled.indexOf(NEWLINE, Math.max(end - 1 - base, from))
    const to = base + from >= end ? from : (last === -1 ? filled.lastIndexOf(NEWLINE) : last) + 1
    if (to > from) yield { bytes: filled.subarray(from, to), tooLong: false }
    const rest = Math.max(to, from)
    if (last !== -1 || base + rest >= end) return
    buffer.copyWithin(0, rest, filled.length)
    held = filled.length - rest
  }
}

/** Bytes that were read; 0 at the end of the file, and where a disk fails. */
async function readInto(
  file: FileHandle,
  buffer: Buffer,
  at: number,
  position: number,
  { onRead, onFailure }: FileOptions,
): Promise<number> {
  try {
    const { bytesRead } = await file.read(buffer, at, buffer.length - at, position)
    onRead?.(bytesRead)
    return bytesRead
  } catch (error) {
    onFailure(`cannot be read further: ${error instanceof Error ? error.message : String(error)}`)
    return 0
  }
}

import { InputError } from '../errors.js'
import type { LogFile } from './log-file.js'
import { openLog } from './open-log.js'
import { readBlocks, type Block } from './read-blocks.js'

export interface FileOptions {
  /** Hears that a file is not what it seems, or can be read no further. */
  readonly onFailure: (message: string) => void
  /** Hears how many bytes of the file were read. */
  readonly onRead: ((bytes: number) => void) | undefined
  readonly signal: AbortSignal | undefined
}

/** The lines of a file, many at a time, decompressed and without a byte order mark. Throws where it cannot be read at all. */
export async function* readFileBlocks(
  file: LogFile,
  { onFailure, onRead, signal }: FileOptions,
): AsyncGenerator<Block> {
  for await (const block of withoutMark(readBlocks(untilFailure(openLog(file, onRead), onFailure)), onFailure)) {
    signal?.throwIfAborted()
    yield block
  }
}

/** Takes the byte order mark off the first of a file's blocks; nothing is left of UTF-16, which is told. */
async function* withoutMark(blocks: AsyncIterable<Block>, onFailure: (message: string) => void): AsyncGenerator<Block> {
  let isFirst = true
  for await (const block of blocks) {
    if (isFirst && isUtf16(block.bytes)) {
      onFailure('UTF-16; it can be read as UTF-8 only')
      return
    }
    const isMarked = isFirst && block.bytes.subarray(0, 3).equals(BYTE_ORDER_MARK)
    isFirst = false
    yield isMarked ? { ...block, bytes: block.bytes.subarray(3) } : block
  }
}

/** Ends where the file can be read no further: compressed data is cut off, a disk fails. Throws where it cannot be read at all. */
async function* untilFailure(
  chunks: AsyncIterable<Buffer>,
  onFailure: (message: string) => void,
): AsyncGenerator<Buffer> {
  try {
    yield* chunks
  } catch (error) {
    const { message, syscall } = error as NodeJS.ErrnoException
    if (syscall === 'open') throw new InputError(message, { cause: error })
    onFailure(`cannot be read further: ${message}`)
  }
}

/** PowerShell writes it where output is redirected. */
function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF')

import { LINE_LIMIT } from './limits.js'

/** Whole lines of a log, in the order of the file. */
export interface Block {
  /** Ends with a newline, unless the file ends without one. */
  readonly bytes: Buffer
  /** Of the first line, from 1. */
  readonly line: number
  /** True of a line that is too long to be read; `bytes` is its beginning then, and the newline. */
  readonly tooLong: boolean
}

const NEWLINE = 10

/** Cuts a stream of bytes behind its newlines. Holds one chunk and one line. */
export async function* readBlocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Block> {
  let begun: Buffer[] = []
  let held = 0
  let line = 1
  let isSkipping = false
  const block = (bytes: Buffer, tooLong = false): Block => {
    const made = { bytes, line, tooLong }
    line += countNewlines(bytes)
    return made
  }
  for await (let chunk of chunks) {
    if (isSkipping) {
      const end = chunk.indexOf(NEWLINE)
      if (end === -1) continue
      isSkipping = false
      line += 1
      chunk = chunk.subarray(end + 1)
    }
    const last = chunk.lastIndexOf(NEWLINE)
    if (last === -1) {
      begun.push(chunk)
      held += chunk.length
      if (held <= LINE_LIMIT) continue
      yield { bytes: (begun[0] ?? chunk).subarray(0, 4096), line, tooLong: true }
      isSkipping = true
    } else {
      const whole = chunk.subarray(0, last + 1)
      yield block(begun.length === 0 ? whole : Buffer.concat([...begun, whole]))
      begun = last + 1 < chunk.length ? [chunk.subarray(last + 1)] : []
      held = chunk.length - last - 1
      continue
    }
    begun = []
    held = 0
  }
  if (begun.length > 0) yield block(Buffer.concat(begun))
}

function countNewlines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1
  return count
}

import { LINE_LIMIT } from './limits.js'

/** Whole lines of a log, in the order of the file. */
export interface Block {
  /** Ends with a newline. */
  readonly bytes: Buffer
  /** True of one line that is too long to be read, of which `bytes` is the beginning. */
  readonly tooLong: boolean
}

const NEWLINE = 10
const END = Buffer.from('\n')

/** Cuts a stream of bytes behind its newlines; a last line without one gets it. Holds one chunk and one line. */
export async function* readBlocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Block> {
  let begun: Buffer[] = []
  let held = 0
  let isSkipping = false
  for await (let chunk of chunks) {
    if (isSkipping) {
      const end = chunk.indexOf(NEWLINE)
      if (end === -1) continue
      isSkipping = false
      chunk = chunk.subarray(end + 1)
    }
    const last = chunk.lastIndexOf(NEWLINE)
    if (last !== -1) {
      const whole = chunk.subarray(0, last + 1)
      yield { bytes: begun.length === 0 ? whole : Buffer.concat([...begun, whole]), tooLong: false }
      begun = []
      held = 0
    }
    if (last + 1 < chunk.length) begun.push(chunk.subarray(last + 1))
    held += chunk.length - last - 1
    if (held <= LINE_LIMIT) continue
    yield { bytes: Buffer.concat([(begun[0] ?? chunk).subarray(0, 4096), END]), tooLong: true }
    isSkipping = true
    begun = []
    held = 0
  }
  if (begun.length > 0) yield { bytes: Buffer.concat([...begun, END]), tooLong: false }
}

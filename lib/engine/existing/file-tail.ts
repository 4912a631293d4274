import { EngineError } from '../../errors.js'
import type { LogSource } from './log-source.js'
import type { ReadableFile } from './readable-file.js'

/** So much of the start tells one file from the next: a line of an audit log begins with the auditID and the time. */
const HEAD_BYTES = 512

/**
 * Follows a log that another process appends to, from its end on. A log that is rotated meanwhile is an error: where its
 * lines are then is the affair of whoever runs the cluster.
 */
export class FileTail implements LogSource {
  readonly lossy = null
  readonly lines: string[] = []
  count = 0
  private readonly file: ReadableFile
  private head: Buffer
  private position: number
  private rest = Buffer.alloc(0)

  private constructor(file: ReadableFile, head: Buffer, position: number) {
    this.file = file
    this.head = head
    this.position = position
  }

  static async start(file: ReadableFile): Promise<FileTail> {
    return new FileTail(file, await file.read(0, HEAD_BYTES), await file.size())
  }

  async poll(keep: (line: string) => boolean): Promise<void> {
    const head = await this.file.read(0, HEAD_BYTES)
    const size = await this.file.size()
    if (size < this.position || !head.subarray(0, this.head.length).equals(this.head)) {
      throw new EngineError(`${this.file.name} was rotated or truncated in the middle of the run`, {
        hint: 'Run again: a rotation comes rarely.',
      })
    }
    this.head = head
    while (this.position < size) {
      const chunk = await this.file.read(this.position, Math.min(CHUNK_BYTES, size - this.position))
      if (chunk.length === 0) return
      this.position += chunk.length
      this.take(chunk, keep)
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve()
  }

  private take(chunk: Buffer, keep: (line: string) => boolean): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk])
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.count += 1
      const line = bytes.toString('utf8', start, end)
      if (keep(line)) this.lines.push(line)
      start = end + 1
    }
    // The last line may be torn still.
    this.rest = Buffer.from(bytes.subarray(start))
  }
}

const NEWLINE = 0x0a
const CHUNK_BYTES = 64 * 1024 * 1024

import { InputError } from '../errors.js'
import { readBlocks } from './read-blocks.js'
import type { LogFile } from './log-file.js'
import { openLog } from './open-log.js'
import { Unwrapper, type FoundEvent } from './unwrap.js'

/** An Event with the file that it was read from. */
export interface LogEvent extends FoundEvent {
  readonly file: string
}

/** A line that holds no Event, or a file that cannot be read to its end. */
export interface SkippedLine {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly message: string
}

export interface ReadOptions {
  /** Hears of each line that is skipped. */
  readonly onSkipped: (skipped: SkippedLine) => void
  /** Hears how many bytes of a file were read. */
  readonly onRead?: (bytes: number) => void
  readonly signal?: AbortSignal
}

/**
 * The Events of a log in the order of its files, some at a time; memory does not grow with the log. Lines that hold no Event are told
 * and skipped: a log that a server is writing ends in the middle of a line. Throws what `signal` was aborted with.
 */
export async function* readLog(files: readonly LogFile[], options: ReadOptions): AsyncGenerator<LogEvent[]> {
  for (const file of files) yield* readFile(file, options)
}

async function* readFile(file: LogFile, { onSkipped, onRead, signal }: ReadOptions): AsyncGenerator<LogEvent[]> {
  const { path } = file
  let found: LogEvent[] = []
  let next = 1
  const skip = (line: number, message: string): void => onSkipped({ file: path, line, message })
  const unwrapper = new Unwrapper((event) => found.push({ ...event, file: path, node: event.node ?? file.node }), skip)
  const taken = (): LogEvent[] => {
    const events = found
    found = []
    return events
  }
  const chunks = untilFailure(openLog(file, onRead), (message) => skip(next, message))
  for await (const { bytes, line, tooLong } of readBlocks(chunks)) {
    signal?.throwIfAborted()
    next = line
    if (line === 1 && isUtf16(bytes)) {
      skip(line, 'UTF-16; it can be read as UTF-8 only')
      return
    }
    if (tooLong) skip(line, 'a line that is too long to be read')
    else {
      for (const text of linesOf(bytes, line === 1)) {
        unwrapper.push(text, next)
        next += 1
        if (found.length >= BATCH) yield taken()
      }
    }
  }
  unwrapper.end()
  if (found.length > 0) yield taken()
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

const BATCH = 256
const NEWLINE = 10

/** A line ends at a newline and nowhere else: a JSON string may hold U+2028. */
function* linesOf(bytes: Buffer, isStart: boolean): Generator<string> {
  let from = isStart && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0
  while (from < bytes.length) {
    const end = bytes.indexOf(NEWLINE, from)
    yield bytes.toString('utf8', from, end === -1 ? bytes.length : end)
    from = end === -1 ? bytes.length : end + 1
  }
}

/** PowerShell writes it where output is redirected. */
function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF')

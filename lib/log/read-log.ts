import type { LogFile } from './log-file.js'
import { readFileBlocks } from './read-file.js'
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
  let line = 0
  const skip = (at: number, message: string): void => onSkipped({ file: path, line: at, message })
  const unwrapper = new Unwrapper((event) => found.push({ ...event, file: path, node: event.node ?? file.node }), skip)
  const onFailure = (message: string): void => skip(line + 1, message)
  for await (const { bytes, tooLong } of readFileBlocks(file, { onFailure, onRead, signal })) {
    for (let from = 0; from < bytes.length;) {
      // A line ends at a newline and nowhere else: a JSON string may hold U+2028.
      const end = bytes.indexOf(NEWLINE, from)
      line += 1
      if (tooLong) skip(line, 'a line that is too long to be read')
      else unwrapper.push(bytes.toString('utf8', from, end), line)
      from = end + 1
      if (found.length < BATCH) continue
      yield found
      found = []
    }
  }
  unwrapper.end()
  if (found.length > 0) yield found
}

const BATCH = 256
const NEWLINE = 10

import type { LogFile } from '../log/log-file.js'
import { readLog, type LogEvent, type SkippedLine } from '../log/read-log.js'
import type { Answer, AnswerInput } from './answer.js'
import type { Filter } from './filter.js'
import { joined, RequestJoiner, type LoggedRequest } from './request.js'

/** Something that can be asked of a log: it takes in what it sees, and answers at the end. */
export interface Question {
  /** Sees each request that the filter lets through, as it ends. */
  readonly request?: (request: LoggedRequest) => void
  /** Sees each Event that the filter lets through; the code of a RequestReceived is not known. */
  readonly event?: (event: LogEvent) => void
  readonly answer: () => Answer
}

export interface AskOptions {
  readonly filter: Filter
  readonly onRead?: (bytes: number) => void
  readonly signal?: AbortSignal
}

const SHOWN = 5

/** Puts a log to a question. Lines that hold no Event are counted, and the first ones told. */
export async function askLog(
  files: readonly LogFile[],
  question: Question,
  { filter, onRead, signal }: AskOptions,
): Promise<{ readonly answer: Answer; readonly input: AnswerInput }> {
  let events = 0
  let lines = 0
  const first: SkippedLine[] = []
  const joiner = new RequestJoiner((request) => {
    if (filter(request)) question.request?.(request)
  })
  const onSkipped = (skipped: SkippedLine): void => {
    lines += 1
    if (first.length < SHOWN) first.push(skipped)
  }
  const options = {
    onSkipped,
    ...(onRead === undefined ? {} : { onRead }),
    ...(signal === undefined ? {} : { signal }),
  }
  for await (const batch of readLog(files, options)) {
    for (const event of batch) {
      events += 1
      if (question.event !== undefined && filter(joined(null, event))) question.event(event)
      if (question.request !== undefined) joiner.take(event)
    }
  }
  joiner.end()
  return { answer: question.answer(), input: { files: files.length, events, skipped: { lines, first } } }
}

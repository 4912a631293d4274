import type { AuditEvent } from '../audit/event.js'
import { HEAD } from '../log/event-text.js'
import type { LogFile } from '../log/log-file.js'
import type { Block } from '../log/read-blocks.js'
import type { SkippedLine } from '../log/read-log.js'
import { Unwrapper, type FoundEvent } from '../log/unwrap.js'
import type { Policy } from '../policy/policy.js'
import { measureEvent } from '../volume/measured-event.js'
import type { GzipSample } from '../volume/policy-volume.js'
import { Tally } from '../volume/tally.js'
import type { TimesData } from '../volume/times.js'
import type { PolicyTotals } from '../volume/totals.js'
import { GzipSampler } from './gzip-sampler.js'
import { LineCounter } from './line-counter.js'

/** What was counted of a part of a log. It crosses the border of a thread. */
export interface PartCount {
  readonly totals: readonly PolicyTotals[]
  readonly times: TimesData
  readonly samples: readonly GzipSample[]
  readonly events: number
  readonly bytes: number
  readonly rewritten: number
  readonly skippedLines: number
  /** The first of them; lines count from the start of the part in its first file. */
  readonly skipped: readonly SkippedLine[]
  /** Lines of the file that was read last. */
  readonly lines: number
  /** Whether something goes over the borders of a range, so that nothing of this counts and the whole file must be read. */
  readonly isCut: boolean
}

/** So many lines that hold no Event are shown. */
export const SHOWN = 10
const NEWLINE = 10
const RETURN = 13

/** Counts lines of files, one file after the other. */
export class PartCounter {
  private readonly tally: Tally
  private readonly sampler: GzipSampler
  private readonly lineCounter: LineCounter
  private readonly skipped: SkippedLine[] = []
  private skippedLines = 0
  private events = 0
  private bytes = 0
  private rewritten = 0
  private file = ''
  private node = ''
  private line = 0
  private isRange = false
  /** Whether a line of a range may belong to lines outside of it, so that its file must be read in one go. */
  isCut = false
  private unwrapper = this.newUnwrapper()

  constructor(policies: readonly Policy[], under: Policy | null, stride: number) {
    this.tally = new Tally(policies, under)
    this.sampler = new GzipSampler(policies, stride)
    this.lineCounter = new LineCounter(this.tally)
  }

  /** `isRange`: only the lines of a range of it will come. */
  begin({ path, node }: LogFile, isRange: boolean): void {
    this.file = path
    this.node = node ?? ''
    this.line = 0
    this.isRange = isRange
    this.unwrapper = this.newUnwrapper()
  }

  /** Takes lines of the file that was begun. */
  push({ bytes, tooLong }: Block): void {
    // Only who reads the whole file can leave out a line.
    if (tooLong && this.isRange) this.isCut = true
    for (let from = 0; from < bytes.length;) {
      const end = bytes.indexOf(NEWLINE, from)
      this.line += 1
      if (tooLong) this.skip(this.line, 'a line that is too long to be read')
      else if (this.unwrapper.isWaiting || !this.countAsItStands(bytes, from, end)) {
        const text = bytes.toString('utf8', from, end)
        // A part of a line, or of a document.
        if (this.isRange && !text.startsWith(HEAD) && text.trim() !== '') {
          this.isCut = true
          return
        }
        this.unwrapper.push(text, this.line)
      }
      from = end + 1
    }
  }

  /** The file has ended. */
  end(): void {
    this.unwrapper.end()
  }

  /** The file can be read no further. */
  fail(message: string): void {
    this.skip(this.line + 1, message)
  }

  /** What was counted so far. It can be asked once. */
  result(): PartCount {
    this.tally.settle()
    const { events, bytes, rewritten, skippedLines, skipped, line: lines } = this
    const { totals, times } = this.tally
    const sums = { events, bytes, rewritten, skippedLines, skipped, lines, isCut: this.isCut }
    return { totals, times: times.data(), samples: this.sampler.samples(), ...sums }
  }

  /** Whether it is a line of the server's, which can be counted without being parsed. */
  private countAsItStands(bytes: Buffer, from: number, newline: number): boolean {
    if (bytes[from] !== 0x7b) return false
    // The byte behind the line is the newline, or the return before it: no JSON goes on with either.
    const end = newline > from && bytes[newline - 1] === RETURN ? newline - 1 : newline
    const size = this.lineCounter.count(bytes, from, end, this.node)
    if (size === 0) return false
    this.events += 1
    this.bytes += size
    if (this.sampler.wants(size)) {
      const text = bytes.toString('utf8', from, end)
      this.sampler.add(JSON.parse(text) as AuditEvent, text)
    }
    return true
  }

  private newUnwrapper(): Unwrapper {
    return new Unwrapper(
      (found) => this.countParsed(found),
      (line, message) => this.skip(line, message),
    )
  }

  private countParsed({ event, text, node, rewritten }: FoundEvent): void {
    const measured = measureEvent(event, text, node ?? this.node, this.tally.withoutManagedFields)
    this.tally.add(measured)
    if (this.sampler.wants(measured.bytes)) this.sampler.add(event, text)
    this.events += 1
    this.bytes += measured.bytes
    if (rewritten) this.rewritten += 1
  }

  private skip(line: number, message: string): void {
    this.skippedLines += 1
    if (this.skipped.length < SHOWN) this.skipped.push({ file: this.file, line, message })
  }
}

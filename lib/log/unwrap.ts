import type { AuditEvent } from '../audit/event.js'
import { Document } from './document.js'
import { linesOfEventList } from './event-list.js'
import { HEAD, isRecord, saysEvent, serverLine, whyNoEvent } from './event-text.js'
import { LINE_LIMIT } from './limits.js'
import { carriedBy } from './wrapped.js'

/** An Event that a line of a log holds. */
export interface FoundEvent {
  readonly event: AuditEvent
  /** The line as kube-apiserver writes it, without its newline. */
  readonly text: string
  /** Whether something on the way has read it and written it again, so that `text` is only close to what the server wrote. */
  readonly rewritten: boolean
  /** The machine that a collector's line names; null when it names none. */
  readonly node: string | null
  /** Where it stands in the file, from 1: its first line. */
  readonly line: number
}

type Json = Readonly<Record<string, unknown>>

/** A line as a container runtime writes it. @see https://github.com/kubernetes/cri-api, and containerd's log format */
const CRI = /^\d{4}-\d\d-\d\dT\S+ (?:stdout|stderr) ([FP])(?::\S*)? (.*)$/s
/** What `aws logs tail`, logcli, `kubectl logs --timestamps` and exports put in front of a line. */
const STAMPED = /^\S{0,64}\d{4}-\d\d-\d\d[T ]\d\d:\d\d.{0,512}?(?=\{"(?:kind|level|auditID)":)/
const LEGACY = /^\d{4}-\d\d-\d\dT\S+ AUDIT: id=/

/**
 * Takes Events out of the lines of one file, whatever a server, a container runtime or a collector wrote around them. What is none is
 * told to `problem` with its line; nothing is thrown.
 */
export class Unwrapper {
  private partial: { text: string; readonly line: number } | null = null
  private document: { readonly reader: Document; readonly line: number } | null = null

  private readonly found: (event: FoundEvent) => void
  private readonly problem: (line: number, message: string) => void

  constructor(found: (event: FoundEvent) => void, problem: (line: number, message: string) => void) {
    this.found = found
    this.problem = problem
  }

  /** Whether what comes next may belong to a line that has begun. */
  get isWaiting(): boolean {
    return this.partial !== null || this.document !== null
  }

  /** Takes one line without its newline; `line` counts from 1. */
  push(text: string, line: number): void {
    if (this.document !== null && this.continues(text)) return
    const trimmed = text.trim()
    if (trimmed === '') return
    if (trimmed === '{' || trimmed === '[') this.beginDocument(text, line)
    else this.read(trimmed, line, null)
  }

  /** The file has ended. */
  end(): void {
    this.dropPartial()
    this.dropDocument()
  }

  private read(text: string, line: number, node: string | null): void {
    const [, tag, content] = CRI.exec(text) ?? []
    if (content !== undefined) {
      this.join(content, line, node, tag === 'F')
      return
    }
    const json = text.startsWith('{') || text.startsWith('[') ? text : text.slice(STAMPED.exec(text)?.[0].length ?? 0)
    const value = parse(json)
    if (value === undefined) this.problem(line, whyNotJson(text))
    else this.take(value, json, line, node)
  }

  private take(value: unknown, text: string, line: number, node: string | null): void {
    const carried = carriedBy(value, isEvent, node)
    const log = isRecord(value) && !isEvent(value) ? value['log'] : null
    if (typeof log === 'string' && (this.partial !== null || !isComplete(log))) {
      // Docker cuts lines every 16 KiB; only the last part ends with a newline.
      this.join(log, line, node, log.endsWith('\n'))
      return
    }
    const list = isRecord(value) && value['kind'] === 'EventList' ? linesOfEventList(text) : null
    if (list !== null) {
      for (const one of list) this.give(JSON.parse(one) as Json, one, line, node)
      return
    }
    if (carried.length === 0) this.problem(line, 'JSON, but no audit Event')
    for (const one of carried) {
      if ('text' in one) this.read(one.text.trim(), line, one.node)
      else this.give(one.value, one.value === value ? text : null, line, one.node)
    }
  }

  private give(value: Json, text: string | null, line: number, node: string | null): void {
    const why = whyNoEvent(value)
    if (why !== null) {
      this.problem(line, why)
      return
    }
    // It has been looked at.
    const event = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', ...value } as unknown as AuditEvent
    const isServers = text?.startsWith(HEAD) === true && !text.includes('\n')
    this.found({
      event,
      text: isServers ? text : serverLine(event as unknown as Json),
      rewritten: !isServers,
      node,
      line,
    })
  }

  /** Puts the parts of a line together that a runtime has cut. */
  private join(part: string, line: number, node: string | null, isLast: boolean): void {
    const before = part.startsWith(HEAD) && this.partial !== null ? (this.dropPartial(), null) : this.partial
    const joined = { text: `${before?.text ?? ''}${part}`, line: before?.line ?? line }
    this.partial = null
    const text = joined.text.trim()
    if (joined.text.length > LINE_LIMIT) this.problem(joined.line, 'parts of a line that is too long to be read')
    else if (isLast || (text.endsWith('}') && isWhole(text))) {
      if (text !== '') this.read(text, joined.line, node)
    } else this.partial = joined
  }

  private dropPartial(): void {
    if (this.partial !== null) this.problem(this.partial.line, 'a line of which the last part is missing')
    this.partial = null
  }

  private beginDocument(text: string, line: number): void {
    const reader = new Document((piece) => {
      const value = parse(piece)
      if (value === undefined) this.problem(line, 'a document that is not JSON')
      else this.take(value, piece, line, null)
    })
    this.document = { reader, line }
    reader.push(text)
  }

  /** Whether the line belongs to the open document. Only a line of its own stands at the margin with a key behind its brace. */
  private continues(text: string): boolean {
    if (this.document === null) return false
    const { reader } = this.document
    if (!text.startsWith('{"') && reader.size <= LINE_LIMIT) {
      reader.push(text)
      if (!reader.isOpen) this.document = null
      return true
    }
    this.dropDocument()
    return false
  }

  private dropDocument(): void {
    if (this.document !== null) this.problem(this.document.line, 'a document that does not end')
    this.document = null
  }
}

function isEvent(value: Json): boolean {
  // In a list Events lack their kind.
  const isOfList = value['kind'] === undefined && typeof value['auditID'] === 'string' && 'stage' in value
  return saysEvent(value) || isOfList
}

/** Whether a text is all of a line: it has its newline, a runtime's mark, or ends where its JSON does. */
function isComplete(text: string): boolean {
  return (text.startsWith('{') && text.endsWith('\n')) || CRI.test(text) || isWhole(text)
}

function isWhole(text: string): boolean {
  return parse(text) !== undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function whyNotJson(text: string): string {
  if (LEGACY.test(text)) return 'the legacy format; the server must write --audit-log-format=json'
  if (text.includes('\0')) return 'zero bytes, as a crash of the machine leaves them'
  if (text.startsWith('{'))
    return text.endsWith('}') ? 'not JSON: damaged, or two lines in one' : 'cut off in the middle'
  return 'not JSON'
}

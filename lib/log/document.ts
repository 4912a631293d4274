import { NESTED } from './wrapped.js'

/** An object or array that is not closed yet. `isList`: what is in it is given out piece by piece. */
interface Open {
  readonly isArray: boolean
  readonly isOfCollector: boolean
}

/**
 * A JSON document of many lines, as `jq .` and `aws logs filter-log-events` print them. Gives out each element of a collector's
 * list, or the document itself where there is no such list, so that only one of them is held.
 */
export class Document {
  private readonly open: Open[] = []
  private parts: string[] = []
  private held = 0
  /** How deep the element stands that is being read; null between elements. */
  private element: number | null = null
  private isWhole = false
  private inString = false
  private isEscaped = false
  private string = ''
  private key = ''

  private readonly give: (text: string) => void

  constructor(give: (text: string) => void) {
    this.give = give
  }

  get isOpen(): boolean {
    return this.open.length > 0
  }

  /** Characters that are held. */
  get size(): number {
    return this.held
  }

  /** Takes one line, without its newline. */
  push(line: string): void {
    let start = this.element !== null || this.isWhole ? 0 : -1
    for (let at = 0; at < line.length; at++) {
      const character = line[at] as string
      if (this.inString) this.readString(character)
      else if (character === '"') {
        this.inString = true
        this.string = ''
      } else if (character === ':') this.key = this.string
      else if (character === '{' || character === '[') start = this.begin(character === '[', at, start)
      else if (character === '}' || character === ']') start = this.end(line.slice(Math.max(start, 0), at + 1), start)
    }
    if (start >= 0) this.hold(line.slice(start))
  }

  private readString(character: string): void {
    if (this.isEscaped) this.isEscaped = false
    else if (character === '\\') this.isEscaped = true
    else if (character === '"') this.inString = false
    else if (this.element === null) this.string += character
  }

  /** Where the text of a piece starts in this line; -1 where there is none. */
  private begin(isArray: boolean, at: number, start: number): number {
    const parent = this.open.at(-1)
    const isInList = this.element === null && parent?.isOfCollector === true && parent.isArray
    const isOfCollector =
      this.element === null &&
      (parent === undefined || (parent.isOfCollector && !parent.isArray && NESTED.includes(this.key)))
    if (isInList) this.element = this.open.length
    this.open.push({ isArray, isOfCollector })
    if (isInList) return at
    if (isOfCollector && isArray) {
      // What has stood before it is no Event.
      this.isWhole = false
      this.parts = []
      this.held = 0
      return -1
    }
    if (parent !== undefined) return start
    this.isWhole = true
    return at
  }

  private end(text: string, start: number): number {
    this.open.pop()
    const isEnd = this.element === this.open.length || (this.isWhole && this.open.length === 0)
    if (!isEnd) return start
    this.element = null
    this.isWhole = false
    this.hold(text)
    const piece = this.parts.join('\n')
    this.parts = []
    this.held = 0
    this.give(piece)
    return -1
  }

  private hold(text: string): void {
    this.parts.push(text)
    this.held += text.length
  }
}

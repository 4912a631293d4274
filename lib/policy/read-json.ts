import { goQuote } from './go-quote.js'
import { DecodingError } from './node.js'
import type { Member, Node, Place } from './node.js'

/** Reads JSON with the place of every value; what is wrong with it is said in the words of Go's encoding/json. */
export function readJson(text: string): Node {
  return new Reader(text).read()
}

/** A value without its place. */
type Bare = Node extends infer One ? (One extends Node ? Omit<One, keyof Place> : never) : never

class Reader {
  readonly #text: string
  #at = 0
  #line = 1

  constructor(text: string) {
    this.#text = text
  }

  read(): Node {
    const node = this.#value()
    this.#skipSpace()
    if (this.#at < this.#text.length) this.#fail('after top-level value')
    return node
  }

  #value(): Node {
    this.#skipSpace()
    const from = { line: this.#line, start: this.#at }
    const node = this.#bare()
    return { ...node, ...from, end: this.#at }
  }

  #bare(): Bare {
    const character = this.#peek()
    if (character === '{') return { type: 'object', members: this.#members() }
    if (character === '[') return { type: 'array', items: this.#items() }
    if (character === '"') return { type: 'string', value: this.#string() }
    if (character === 't') return this.#word('true', { type: 'bool', value: true })
    if (character === 'f') return this.#word('false', { type: 'bool', value: false })
    if (character === 'n') return this.#word('null', { type: 'null' })
    if (character === '-' || isDigit(character)) return { type: 'number', value: this.#number() }
    return this.#fail('looking for beginning of value')
  }

  #members(): Member[] {
    const members: Member[] = []
    this.#at++
    if (this.#skips('}')) return members
    for (;;) {
      this.#skipSpace()
      if (this.#peek() !== '"') this.#fail('looking for beginning of object key string')
      const from = { line: this.#line, start: this.#at }
      const key = this.#string()
      const keyAt = { ...from, end: this.#at }
      if (!this.#skips(':')) this.#fail('after object key')
      members.push({ key, keyAt, value: this.#value() })
      if (this.#skips('}')) return members
      if (!this.#skips(',')) this.#fail('after object key:value pair')
    }
  }

  #items(): Node[] {
    const items: Node[] = []
    this.#at++
    if (this.#skips(']')) return items
    for (;;) {
      items.push(this.#value())
      if (this.#skips(']')) return items
      if (!this.#skips(',')) this.#fail('after array element')
    }
  }

  #string(): string {
    const start = this.#at++
    for (;;) {
      const character = this.#peek()
      if (character < ' ') this.#fail('in string literal')
      this.#at++
      if (character === '"') return String(JSON.parse(this.#text.slice(start, this.#at)))
      if (character === '\\') this.#escape()
    }
  }

  #escape(): void {
    const character = this.#peek()
    if (character === '' || !'"\\/bfnrtu'.includes(character)) this.#fail('in string escape code')
    this.#at++
    if (character !== 'u') return
    for (let digit = 0; digit < 4; digit++, this.#at++) {
      if (!/[0-9a-fA-F]/.test(this.#peek())) this.#fail('in \\u hexadecimal character escape')
    }
  }

  #number(): string {
    const start = this.#at
    if (this.#peek() === '-') this.#at++
    if (this.#peek() === '0') this.#at++
    else this.#digits('in numeric literal')
    if (this.#peek() === '.') {
      this.#at++
      this.#digits('after decimal point in numeric literal')
    }
    if (/[eE]/.test(this.#peek())) {
      this.#at++
      if (/[-+]/.test(this.#peek())) this.#at++
      this.#digits('in exponent of numeric literal')
    }
    return this.#text.slice(start, this.#at)
  }

  #digits(context: string): void {
    if (!isDigit(this.#peek())) this.#fail(context)
    while (isDigit(this.#peek())) this.#at++
  }

  #word(word: string, node: Bare): Bare {
    for (const expected of word.split('')) {
      if (this.#peek() !== expected) this.#fail(`in literal ${word} (expecting '${expected}')`)
      this.#at++
    }
    return node
  }

  #skips(character: string): boolean {
    this.#skipSpace()
    if (this.#peek() !== character) return false
    this.#at++
    return true
  }

  #skipSpace(): void {
    for (; /[ \t\r\n]/.test(this.#peek()); this.#at++) {
      if (this.#peek() === '\n') this.#line++
    }
  }

  /** The next character; empty at the end, where it is less than any other. */
  #peek(): string {
    return this.#text.charAt(this.#at)
  }

  #fail(context: string): never {
    // At the end Go looks at a space, with which it finds fault only where no space may stand.
    const atEnd = /\bin (?!string literal)/.test(context) ? 0x20 : undefined
    const code = this.#text.codePointAt(this.#at) ?? atEnd
    if (code === undefined) throw syntaxError('unexpected end of JSON input')
    throw syntaxError(`invalid character ${quoteCharacter(String.fromCodePoint(code))} ${context}`)
  }
}

/** The server reads apiVersion and kind first, so that is where it stumbles. */
function syntaxError(message: string): DecodingError {
  return new DecodingError(`couldn't get version/kind; json parse error: ${message}`)
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9'
}

/** Go goes byte by byte, so a character beyond ASCII is named by its first byte. */
function quoteCharacter(character: string): string {
  if (character === "'") return `'\\''`
  if (character === '"') return `'"'`
  const [byte = 0] = new TextEncoder().encode(character)
  return `'${goQuote(String.fromCodePoint(byte)).slice(1, -1)}'`
}

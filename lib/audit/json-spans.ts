/**
 * Where the members of a JSON object stand in its text. Lines of an audit log are cut, never parsed and written again:
 * JSON.parse and JSON.stringify reorder integer-like keys, round large numbers and lose the spelling of raw patches.
 */
export interface Member {
  readonly key: string
  /** Of the key's opening quote. */
  readonly start: number
  readonly valueStart: number
  /** Just after the value. */
  readonly end: number
}

/** The members of the object that opens at `at`; none when something else stands there. */
export function membersAt(text: string, at: number): Member[] {
  const members: Member[] = []
  if (text[at] !== '{') return members
  let position = skipSpace(text, at + 1)
  while (text[position] === '"') {
    const keyEnd = skipString(text, position)
    const colon = skipSpace(text, keyEnd)
    if (text[colon] !== ':') break
    const valueStart = skipSpace(text, colon + 1)
    const end = skipValue(text, valueStart)
    members.push({ key: unquote(text.slice(position, keyEnd)), start: position, valueStart, end })
    position = skipSpace(text, end)
    if (text[position] !== ',') break
    position = skipSpace(text, position + 1)
  }
  return members
}

/** Where the elements of the array that opens at `at` start; none when something else stands there. */
export function elementsAt(text: string, at: number): number[] {
  const starts: number[] = []
  if (text[at] !== '[') return starts
  let position = skipSpace(text, at + 1)
  while (position < text.length && text[position] !== ']') {
    starts.push(position)
    position = skipSpace(text, skipValue(text, position))
    if (text[position] !== ',') break
    position = skipSpace(text, position + 1)
  }
  return starts
}

/** The string that a JSON string literal stands for. */
export function unquote(literal: string): string {
  // Stryker disable next-line ConditionalExpression,StringLiteral: JSON.parse reads the same, only slower
  if (!literal.includes('\\')) return literal.slice(1, -1)
  return String(JSON.parse(literal))
}

const SPACE = /\s/

function skipSpace(text: string, at: number): number {
  while (SPACE.test(text.charAt(at))) at++
  return at
}

/** From an opening quote to just after the closing one. */
function skipString(text: string, at: number): number {
  for (let close = text.indexOf('"', at + 1); close !== -1; close = text.indexOf('"', close + 1)) {
    let backslashes = 0
    while (text[close - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return close + 1
  }
  return text.length
}

const STRUCTURE = /["{}[\]]/g
const SCALAR_END = /[,\]}\s]/g

function skipValue(text: string, at: number): number {
  if (text[at] === '"') return skipString(text, at)
  if (text[at] !== '{' && text[at] !== '[') return find(SCALAR_END, text, at)
  let depth = 1
  let position = at + 1
  for (;;) {
    position = find(STRUCTURE, text, position)
    const character = text[position]
    if (character === undefined) return text.length
    if (character === '"') {
      position = skipString(text, position)
      continue
    }
    depth += character === '{' || character === '[' ? 1 : -1
    position++
    if (depth === 0) return position
  }
}

function find(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.index ?? text.length
}

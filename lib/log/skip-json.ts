/**
 * Checks JSON in bytes without making anything of it: what is accepted here JSON.parse accepts too. White space, which the server
 * does not write, and what is nested too deeply are left to JSON.parse.
 */

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const MINUS = 0x2d
const ZERO = 0x30

const table = (belongs: (byte: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => Number(belongs(byte)))

/** What may stand in a string as it is. */
const PLAIN = table((byte) => byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH)
const DIGIT = table((byte) => byte >= 0x30 && byte <= 0x39)
const HEX = table((byte) => /[0-9a-fA-F]/.test(String.fromCharCode(byte)))
const ESCAPE = table((byte) => '"\\/bfnrt'.includes(String.fromCharCode(byte)))
const SMALL_U = 0x75

const DEEPEST = 1000
/** Of each container that is open whether it is an object. One thread reads one value at a time. */
const isObject = new Uint8Array(DEEPEST + 1)

/** Just after the string whose opening quote stands at `at`; -1 where there is none. The bytes must end with a newline. */
export function skipString(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return -1
  let position = at + 1
  for (;;) {
    while (PLAIN[bytes[position] as number] === 1) position++
    const byte = bytes[position]
    if (byte === QUOTE) return position + 1
    if (byte !== BACKSLASH) return -1
    const escape = bytes[position + 1] as number
    if (ESCAPE[escape] === 1) position += 2
    else if (escape === SMALL_U && isHex(bytes, position + 2)) position += 6
    else return -1
  }
}

function isHex(bytes: Uint8Array, at: number): boolean {
  for (let index = at; index < at + 4; index++) if (HEX[bytes[index] as number] !== 1) return false
  return true
}

/** Just after the value that starts at `at`; -1 where there is none. The bytes must end with a newline. */
export function skipValue(bytes: Uint8Array, at: number): number {
  let depth = 0
  let position = at
  for (;;) {
    const byte = bytes[position] as number
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (depth === DEEPEST) return -1
      const next = bytes[position + 1]
      if (next !== (byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET)) {
        isObject[++depth] = byte === OPEN_BRACE ? 1 : 0
        position = byte === OPEN_BRACE ? skipKey(bytes, position + 1) : position + 1
        if (position < 0) return -1
        continue
      }
      position += 2
    } else if (byte === QUOTE) position = skipString(bytes, position)
    else position = skipScalar(bytes, position, byte)
    if (position < 0) return -1
    // A value has ended: close what ends with it.
    while (depth > 0 && bytes[position] === (isObject[depth] === 1 ? CLOSE_BRACE : CLOSE_BRACKET)) {
      position++
      depth--
    }
    if (depth === 0) return position
    if (bytes[position] !== COMMA) return -1
    position = isObject[depth] === 1 ? skipKey(bytes, position + 1) : position + 1
    if (position < 0) return -1
  }
}

/** Just after the colon behind a key. */
function skipKey(bytes: Uint8Array, at: number): number {
  const end = skipString(bytes, at)
  return end > 0 && bytes[end] === COLON ? end + 1 : -1
}

const LITERALS = ['true', 'false', 'null'].map((word) => Array.from(word, (letter) => letter.charCodeAt(0)))

function skipScalar(bytes: Uint8Array, at: number, first: number): number {
  if (DIGIT[first] === 1 || first === MINUS) return skipNumber(bytes, at)
  for (const literal of LITERALS) {
    if (literal[0] === first)
      return literal.every((byte, index) => bytes[at + index] === byte) ? at + literal.length : -1
  }
  return -1
}

function skipNumber(bytes: Uint8Array, at: number): number {
  let position = bytes[at] === MINUS ? at + 1 : at
  if (bytes[position] === ZERO) position++
  else {
    const end = skipDigits(bytes, position)
    if (end < 0) return -1
    position = end
  }
  if (bytes[position] === 0x2e) {
    position = skipDigits(bytes, position + 1)
    if (position < 0) return -1
  }
  if (bytes[position] === 0x65 || bytes[position] === 0x45) {
    const sign = bytes[position + 1]
    position = skipDigits(bytes, position + (sign === 0x2b || sign === MINUS ? 2 : 1))
  }
  return position
}

/** At least one. */
function skipDigits(bytes: Uint8Array, at: number): number {
  let position = at
  while (DIGIT[bytes[position] as number] === 1) position++
  return position === at ? -1 : position
}

/**
 * Control, format (bidirectional overrides, zero width), private use and lone surrogate characters, line
 * separators, and what Unicode says is no character. With them goes all that XML cannot hold.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  return SHORT_ESCAPES[character] ?? (code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`)
}

/**
 * One line that a terminal shows as it stands. Whoever can send a request writes into the audit log (User-Agent,
 * requestURI, names), so what a log holds must never move a cursor or hide text: such characters become escapes.
 */
export function printable(text: string): string {
  // Nearly every text is, and the search by Unicode's tables is slow.
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return text.replace(UNPRINTABLE, escape)
}

/** As `printable`, with line breaks kept. */
export function printableLines(text: string): string {
  return text
    .split(/\r\n|\n/)
    .map(printable)
    .join('\n')
}

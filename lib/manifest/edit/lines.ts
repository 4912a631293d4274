/** What ends the lines of a text. */
export function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** Behind the line break of the line that a value ends in; a value may hold that line break itself. */
export function lineEnd(text: string, end: number): number {
  if (end > 0 && text[end - 1] === '\n') return end
  const found = text.indexOf('\n', end)
  return found === -1 ? text.length : found + 1
}

/** Puts whole lines in at the start of a line, or behind a last line that no line break ends. */
export function withLines(text: string, offset: number, lines: readonly string[]): string {
  const eol = lineBreakOf(text)
  const before = text.slice(0, offset)
  const isOpen = before !== '' && !before.endsWith('\n')
  const put = lines.join(eol)
  return `${before}${isOpen ? `${eol}${put}` : `${put}${eol}`}${text.slice(offset)}`
}

/** Takes whole lines out. The line break before them goes when the last line has none of its own. */
export function withoutLines(text: string, start: number, end: number): string {
  const isOpen = end === text.length && !text.endsWith('\n')
  return `${isOpen ? text.slice(0, start).replace(/\r?\n$/, '') : text.slice(0, start)}${text.slice(end)}`
}

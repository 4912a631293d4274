/** All of ASCII that Markdown or HTML gives a meaning in the middle of a line, and what makes mentions and references. */
const SPECIAL = /[&<>|`*_~[\]\\@#]/g

/** What GitHub turns into a mention or an issue reference even when it is written as a character reference. */
const REFERENCES: ReadonlySet<string> = new Set(['@', '#'])

/**
 * Text that shows as it stands, in a table too. Character references are never syntax, in no dialect; a backslash is.
 * The invisible character keeps a name in a log from notifying somebody, and `#2` from naming an issue.
 * An address in a log becomes no link.
 * @see https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
 */
export function escaped(text: string): string {
  return text
    .replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};${REFERENCES.has(character) ? '&#8203;' : ''}`)
    .replaceAll('://', '&#58;//')
    .replaceAll('\n', '<br>')
}

/** A code block that no line of its content can end. */
export function fenced(lines: readonly string[]): string {
  const text = lines.join('\n')
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text}\n${fence}`
}

/** Headings and cells are plain text. A column of numbers is aligned to the right. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom = Infinity,
): string {
  const rule = headings.map((_, index) => (index >= numbersFrom ? '---:' : '---'))
  return [headings.map(escaped), rule, ...rows.map((row) => row.map(escaped))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

/** Plain texts, one item each. */
export function bullets(texts: readonly string[]): string {
  return texts.map((text) => `- ${escaped(text)}`).join('\n')
}

/** Folded away under a heading of plain text; the content is Markdown. */
export function details(heading: string, content: string): string {
  return `<details><summary>${escaped(heading)}</summary>\n\n${content}\n\n</details>`
}

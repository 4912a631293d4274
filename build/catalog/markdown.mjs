/** A table; a bar in a cell is escaped. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A link from a page in docs to a file of the repository. */
export function link(text, path) {
  return `[${text}](${path.startsWith('docs/') ? path.slice('docs/'.length) : `../${path}`})`
}

export const code = (text) => `\`${text}\``

import type { Block } from './pages.js'

/** A command of a console block with the output that stands below it. */
export interface Shown {
  readonly place: string
  readonly command: string
  /** Lines; one of only `...` stands for any lines. Null when the page shows no output. */
  readonly output: readonly string[] | null
}

export function shownIn({ page, line, text }: Block): Shown[] {
  const lines = text.replace(/\n$/, '').split('\n')
  const starts = lines.flatMap((one, index) => (one.startsWith('$ ') ? [index] : []))
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? lines.length
    let last = start
    // A command goes on where its line ends in a backslash.
    while (lines[last]?.endsWith('\\') === true) last += 1
    const command = lines
      .slice(start, last + 1)
      .join('\n')
      .replace(/^\$ /, '')
    const output = lines.slice(last + 1, end)
    return { place: `${page}:${line + 1 + start}`, command, output: output.every((one) => one === '') ? null : output }
  })
}

/** Whether an output is what a page shows of it; `...` on a line of its own stands for any lines. */
export function isShown(shown: readonly string[], output: string): boolean {
  const pattern = trimmed(shown)
    .map((line) => (line.trim() === '...' ? '(?:.*\\n)*?' : `${escaped(line.trimEnd())}[ ]*\\n`))
    .join('')
  return new RegExp(`^${pattern}$`).test(`${trimmed(output.split('\n')).join('\n')}\n`)
}

/** Without empty lines at the end. */
function trimmed(lines: readonly string[]): string[] {
  return lines.slice(0, lines.findLastIndex((line) => line.trim() !== '') + 1)
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

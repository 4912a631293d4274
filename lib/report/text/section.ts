import type { Colors } from 'picocolors/types.js'

/** How a text report is drawn. */
export interface Style {
  readonly colors: Colors
  /** Columns of the terminal, null when there is none. */
  readonly width: number | null
}

/** What a log file or a pipe is laid out for; nothing is cut there. */
export const PIPED_WIDTH = 120

/** A heading with blocks of lines below it, an empty line before each. Nothing without blocks. */
export function section(heading: string, blocks: readonly (readonly string[])[], { colors }: Style): string[] {
  const filled = blocks.filter((block) => block.length > 0)
  if (filled.length === 0) return []
  return [colors.bold(colors.underline(heading)), ...filled.flatMap((block) => ['', ...block])]
}

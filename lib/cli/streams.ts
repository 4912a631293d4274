import type { WriteStream } from 'node:tty'

/** Colours only on a terminal, and not where NO_COLOR is set. @see https://no-color.org */
export function wantsColor(stream: Pick<WriteStream, 'isTTY'>): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  return stream.isTTY || (FORCE_COLOR !== undefined && FORCE_COLOR !== '0')
}

/** Columns of the terminal, null when the output is a file or a pipe. */
export function widthOf(stream: Pick<WriteStream, 'isTTY' | 'columns'>): number | null {
  return stream.isTTY ? stream.columns : null
}

/** Writes a result; resolves when it has left us. */
export function printResult(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()))
}

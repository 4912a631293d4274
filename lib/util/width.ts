/** Made when the first text comes that is not plain: it takes 13 ms, and most runs have none. */
let segmenter: Intl.Segmenter | null = null

function segments(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return segmenter.segment(text)
}

/** East Asian wide characters and emoji take two columns of a terminal. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u

function columnsOf(grapheme: string): number {
  return WIDE.test(grapheme) ? 2 : 1
}

/** Characters that take one column and join no other: ASCII, Latin, punctuation, the mark of a failure. */
const PLAIN = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2717]*$/

/** How many columns of a terminal a text takes. It must hold no escape sequences: colour after you have padded. */
export function displayWidth(text: string): number {
  // Nearly every text is plain, and the segmenter is a hundred times slower.
  if (PLAIN.test(text)) return text.length
  let columns = 0
  for (const { segment } of segments(text)) columns += columnsOf(segment)
  return columns
}

/** Fills a text with spaces up to `width` columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** Cuts a text to `width` columns; an ellipsis takes the place of what was cut. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let columns = 1
  for (const { segment } of segments(text)) {
    columns += columnsOf(segment)
    if (columns > width) break
    kept += segment
  }
  return `${kept}…`
}

/** Breaks a text at spaces into lines of at most `width` columns; longer words stay whole. No breaks when `width` is null. */
export function wrap(text: string, width: number | null): string[] {
  return flow(text.split(' '), ' ', width)
}

/** Puts pieces on lines of at most `width` columns, `separator` between two on a line. */
export function flow(pieces: readonly string[], separator: string, width: number | null): string[] {
  const lines: string[] = []
  let line: string | null = null
  for (const piece of pieces) {
    const longer: string = line === null ? piece : line + separator + piece
    if (line !== null && width !== null && displayWidth(longer) > width) {
      lines.push(line)
      line = piece
    } else {
      line = longer
    }
  }
  return line === null ? lines : [...lines, line]
}

/** Where a place of a text stood before some of its lines were indented further; the lines are the same. */
export function originalOffsets(adapted: string, original: string): (offset: number) => number {
  if (adapted === original) return (offset) => offset
  const before = original.split(/[\n\u0085\u2028\u2029]/)
  const lines: { readonly start: number; readonly original: number; readonly added: number }[] = []
  let start = 0
  let originalStart = 0
  adapted.split('\n').forEach((line, index) => {
    const was = before[index]?.length ?? 0
    lines.push({ start, original: originalStart, added: line.length - was })
    start += line.length + 1
    originalStart += was + 1
  })
  return (offset) => {
    const line = lines.findLast((one) => one.start <= offset)
    return line === undefined ? 0 : line.original + Math.max(0, offset - line.start - line.added)
  }
}

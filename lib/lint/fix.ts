import type { Edit, Finding } from './finding.js'

/** A text with the fixes of its findings; of two that overlap the first. */
export function fixed(text: string, findings: readonly Finding[]): string {
  const edits: Edit[] = []
  for (const { fix } of findings) {
    const overlaps = fix?.some((edit) => edits.some((other) => edit.start < other.end && other.start < edit.end))
    if (fix !== null && overlaps === false) edits.push(...fix)
  }
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((done, { start, end, text: put }) => done.slice(0, start) + put + done.slice(end), text)
}

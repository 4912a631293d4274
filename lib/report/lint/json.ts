import type { FileFindings } from '../../lint/finding.js'

/** The findings of all files as one list. */
export function lintJson(results: readonly FileFindings[]): string {
  return `${JSON.stringify(
    results.flatMap(({ findings }) => findings),
    null,
    2,
  )}\n`
}

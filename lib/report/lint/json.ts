import type { LintResult } from '../../lint/finding.js'

/** The findings of all files as one list. */
export function lintJson(results: readonly LintResult[]): string {
  return `${JSON.stringify(
    results.flatMap(({ findings }) => findings),
    null,
    2,
  )}\n`
}

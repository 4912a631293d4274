import type { FileFindings } from '../../lint/finding.js'
import { countOf } from '../../util/numbers.js'
import { lintWords } from '../check/words.js'

/** `2 errors, 1 warning in 3 files; 1 can be mended with --fix`. */
export function lintSummary(results: readonly FileFindings[]): string {
  const findings = results.flatMap((result) => result.findings)
  const where = countOf(results.length, 'file')
  if (findings.length === 0) return `Nothing found in ${where}`
  const fixable = findings.filter(({ fix }) => fix !== null).length
  return `${lintWords(findings)} in ${where}${fixable === 0 ? '' : `; --fix mends ${fixable}`}`
}

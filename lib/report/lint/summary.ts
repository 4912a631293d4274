import { SEVERITIES, type LintResult } from '../../lint/finding.js'
import { countOf } from '../../util/numbers.js'

/** `2 errors, 1 warning in 3 files; 1 can be mended with --fix`. */
export function lintSummary(results: readonly LintResult[]): string {
  const findings = results.flatMap((result) => result.findings)
  const where = countOf(results.length, 'file')
  if (findings.length === 0) return `Nothing found in ${where}`
  const counts = [...SEVERITIES].reverse().flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length
    return count === 0 ? [] : [severity === 'info' ? `${count} info` : countOf(count, severity)]
  })
  const fixable = findings.filter(({ fix }) => fix !== null).length
  return `${counts.join(', ')} in ${where}${fixable === 0 ? '' : `; --fix mends ${fixable}`}`
}

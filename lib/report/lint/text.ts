import pc from 'picocolors'
import type { Finding, FileFindings, Severity } from '../../lint/finding.js'
import { printable } from '../../util/printable.js'
import { wrap } from '../../util/width.js'
import { lintSummary } from './summary.js'

const WIDTH = 110

/** A line for each finding, as compilers print them, with the reason below the first one of each lint rule. */
export function lintText(results: readonly FileFindings[], options: { readonly color: boolean }): string {
  const colors = pc.createColors(options.color)
  const mark: Readonly<Record<Severity, (text: string) => string>> = {
    error: colors.red,
    warning: colors.yellow,
    info: colors.dim,
  }
  const told = new Set<string>()
  const lines = ({ file, line, column, severity, message, rule, why }: Finding): string[] => {
    const place = colors.bold(`${printable(file)}:${line}:${column}`)
    const reason = told.has(rule) ? [] : wrap(why, WIDTH).map((text) => colors.dim(`    ${text}`))
    told.add(rule)
    return [`${place}: ${mark[severity](severity)}: ${printable(message)} [${rule}]`, ...reason]
  }
  const findings = results.flatMap((result) => result.findings)
  return [...findings.flatMap(lines), lintSummary(results), ''].join('\n')
}

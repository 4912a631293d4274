import type { FileFindings } from '../../lint/finding.js'
import { command } from '../workflow-command.js'
import { lintSummary } from './summary.js'

const LEVELS = { error: 'error', warning: 'warning', info: 'notice' } as const

/** A workflow command for each finding, errors first: GitHub shows ten of a kind for each step. */
export function lintGithub(results: readonly FileFindings[]): string {
  const findings = results.flatMap((result) => result.findings)
  const annotations = findings.map(({ severity, rule, message, why, ...place }) =>
    command({
      level: LEVELS[severity],
      file: place.file,
      line: place.line,
      column: place.column,
      endLine: place.endLine,
      endColumn: place.endColumn,
      title: rule,
      message: `${message}\n${why}`,
    }),
  )
  return [...annotations.sort(), lintSummary(results), ''].join('\n')
}

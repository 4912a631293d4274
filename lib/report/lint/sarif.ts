import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from 'node-sarif-builder'
import type { FileFindings } from '../../lint/finding.js'
import { groupBy } from '../../util/group.js'

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const
const REPOSITORY = 'https://github.com/audit-lab/audit-lab'

/** SARIF 2.1.0, which code scanning reads. @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function lintSarif(results: readonly FileFindings[], version: string): string {
  const findings = results.flatMap((result) => result.findings)
  const run = new SarifRunBuilder().initSimple({
    toolDriverName: 'audit-lab',
    toolDriverVersion: version,
    url: REPOSITORY,
  })
  for (const [{ rule, why, page }] of groupBy(findings, ({ rule: id }) => id).values()) {
    const helpUri = `${REPOSITORY}/blob/main/${page}`
    run.addRule(new SarifRuleBuilder().initSimple({ ruleId: rule, shortDescriptionText: why, helpUri }))
  }
  for (const { rule, severity, message, file, line, column, endLine, endColumn } of findings) {
    run.addResult(
      new SarifResultBuilder().initSimple({
        ...{ ruleId: rule, level: LEVELS[severity], messageText: message, fileUri: file },
        ...{ startLine: line, startColumn: column, endLine, endColumn },
      }),
    )
  }
  const sarif = new SarifBuilder()
  sarif.addRun(run)
  return `${sarif.buildSarifJsonString({ indent: true })}\n`
}

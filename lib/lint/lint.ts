import type { Resources } from '../resources/resources.js'
import { groupBy } from '../util/group.js'
import { silenced } from './directives.js'
import type { Finding, LintResult } from './finding.js'
import { fileRange } from './file-range.js'
import { RULES } from './registry.js'
import type { LintRule, Report } from './rule.js'
import { subjectOf, type Subject } from './subject.js'

/** Everything that is wrong with a policy file, sorted by place. Pure: reads nothing, prints nothing. */
export function lint(text: string, file: string, resources: Resources): LintResult {
  const subject = subjectOf(text, file, resources)
  const all = RULES.flatMap((rule) => rule.check(subject).map((report) => findingOf(rule, report, subject, text)))
  // What an alias repeats is found twice in one place.
  const findings = [...groupBy(all, (one) => JSON.stringify(one)).values()].map(([first]) => first)
  return {
    file,
    loaded: subject.loaded.loaded,
    findings: silenced(findings, text, file).sort(
      (a, b) => a.line - b.line || a.column - b.column || a.rule.localeCompare(b.rule),
    ),
  }
}

function findingOf({ id, severity, why }: LintRule, report: Report, { file, source }: Subject, text: string): Finding {
  return {
    file,
    ...fileRange(report.at, source, text),
    rule: id,
    severity,
    message: report.message,
    why,
    page: `docs/lint/${id}.md`,
    // Inside another document the policy's text is indented, so edits of it would not fit.
    fix: report.fix === undefined || source?.text !== text ? null : report.fix,
  }
}

import type { FileFindings, Finding } from '../lint/finding.js'
import type { ManifestCheck, Report } from './manifest-check.js'
import { rangeOf } from './place.js'
import { CHECKS } from './registry.js'
import { syntaxErrors, type Subject } from './subject.js'

/** The page that has a row for each check. */
const CHECKS_PAGE = 'docs/manifest-checks.md'

/** Everything that is wrong in files that are given together, file by file, each sorted by place. Pure. */
export function checkManifests(subjects: readonly Subject[]): FileFindings[] {
  return subjects.map((one, at) => {
    const subject = { ...one, others: subjects.filter((_, other) => other !== at) }
    // Of what cannot be read nothing else is known.
    const checks = syntaxErrors(subject).length === 0 ? CHECKS : CHECKS.filter(({ id }) => id === 'yaml-syntax')
    const findings = checks.flatMap((check) => check.check(subject).map((report) => findingOf(check, report, subject)))
    return {
      file: subject.file,
      findings: findings.sort((a, b) => a.line - b.line || a.column - b.column || a.rule.localeCompare(b.rule)),
    }
  })
}

function findingOf(
  { id, severity, happens }: ManifestCheck,
  { at, message }: Report,
  { file, text }: Subject,
): Finding {
  return { file, ...rangeOf(text, at), rule: id, severity, message, why: happens, page: CHECKS_PAGE, fix: null }
}

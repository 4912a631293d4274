import type { Finding } from './finding.js'
import { ruleIds } from './registry.js'

const DIRECTIVE = /#\s*audit-lab-disable-next-line\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)/

/** Leaves out what `# audit-lab-disable-next-line rule-id, rule-id` silences, and reports those that silence nothing. */
export function silenced(findings: readonly Finding[], text: string, file: string): Finding[] {
  const directives = text.split('\n').flatMap((line, index) => {
    const match = DIRECTIVE.exec(line)
    const names = match?.[1]?.split(/\s*,\s*/) ?? []
    return names.map((rule) => ({ rule, line: index + 1, column: (match?.index ?? 0) + 1, endColumn: line.length + 1 }))
  })
  const isSilenced = (one: Finding): boolean =>
    directives.some(({ rule, line }) => rule === one.rule && line + 1 === one.line)
  const useless = directives.filter(
    ({ rule, line }) => !findings.some((one) => one.rule === rule && one.line === line + 1),
  )
  return [
    ...findings.filter((one) => !isSilenced(one)),
    ...useless.map(({ rule, line, column, endColumn }): Finding => ({
      ...{ file, line, column, endLine: line, endColumn, rule: 'unused-disable', severity: 'warning', fix: null },
      message: ruleIds().includes(rule)
        ? `${rule} finds nothing in the next line; remove this comment`
        : `there is no lint rule ${rule}`,
      why: 'A comment that silences nothing would silence a mistake that somebody makes there later.',
      page: 'docs/lint/unused-disable.md',
    })),
  ]
}

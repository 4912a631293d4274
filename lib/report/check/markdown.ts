import type { ByRule, CheckResult, Findings, ToolResult } from '../../check/result.js'
import type { Finding } from '../../lint/finding.js'
import { countOf, formatBytes, formatCount } from '../../util/numbers.js'
import { printable, printableLines } from '../../util/printable.js'
import { bullets, details, escaped, fenced, table } from '../markdown/syntax.js'
import { levelWords, lintWords, placeWords, shortened } from './words.js'

/** One page for a pull request. */
export function checkMarkdown({ policy, lint, findings }: CheckResult): string {
  const loaded = { strict: 'loads', lenient: 'loads only leniently', refused: 'is refused' }[policy.loaded]
  const parts = [
    `## ${escaped(`${printable(policy.name)} ${loaded}`)}`,
    `${escaped(printable(policy.path))}, ${countOf(policy.rules, 'rule')}`,
    ...(policy.message === null ? [] : [fenced(printableLines(policy.message).split('\n'))]),
    ...(policy.notes.length === 0 ? [] : [bullets(policy.notes.map(printable))]),
    ...lintParts(lint),
    ...(findings === null ? [] : findingParts(findings)),
  ]
  return `${parts.join('\n\n')}\n`
}

function lintParts(lint: readonly Finding[]): string[] {
  const rows = lint.map(({ severity, line, column, message, rule }) => [
    ...[severity, `${line}:${column}`, printable(message), rule],
  ])
  const heading = `### Lint: ${lintWords(lint)}`
  return rows.length === 0 ? [heading] : [heading, table(['severity', 'line', 'what', 'lint rule'], rows)]
}

function findingParts({ noTrace, leaks, requirements, detections, cost }: Findings): string[] {
  const broken = requirements.flatMap(({ pack, broken: all }) => all.map((one) => ({ pack, ...one })))
  return [
    `### Leaves no trace: ${countActs(noTrace.groups)} of ${countOf(noTrace.acts, 'recorded act')}`,
    ...actsTable(noTrace.groups, ({ request, why }) => (why === 'no Event' ? request : `${request} (${why})`)),
    `### Reaches the log: the bodies or tokens of ${countOf(countActs(leaks), 'act')}`,
    ...actsTable(leaks, ({ request, places }) => (places.length === 0 ? request : `${request} (${places.join(', ')})`)),
    '### Requirements, for every possible request',
    table(
      ['pack', 'holds', 'of', 'what it is for'],
      requirements.map(({ pack, holds, of, about }) => [pack, String(holds), String(of), about ?? '']),
    ),
    ...(broken.length === 0
      ? []
      : [
          details(
            countOf(broken.length, 'counterexample'),
            table(
              ['pack', 'requirement', 'clause', 'request', 'what becomes of it', 'rule'],
              broken.map(({ pack, id, clause, counterexample: { request, why, rule, at } }) => [
                ...[pack, id, clause ?? '', printable(request), why, placeWords(rule, printable(at))],
              ]),
            ),
          ),
        ]),
    '### Detections',
    table(
      ['tool', 'rules', 'blind', 'in part'],
      detections.map(({ tool, of, blind, partly }) => [tool, of, blind.length, partly.length].map(String)),
      1,
    ),
    ...detections.flatMap(toolParts),
    '### Costs a day',
    table(
      ['cluster', 'Events', 'bytes', 'everything'],
      cost.map(({ load, events, bytes, everything }) => [
        ...[load, formatCount(events), formatBytes(bytes), formatBytes(everything.bytes)],
      ]),
      1,
    ),
  ]
}

function countActs(groups: readonly ByRule<unknown>[]): number {
  return groups.reduce((sum, { acts }) => sum + acts.length, 0)
}

function actsTable<T>(groups: readonly ByRule<T>[], words: (act: T) => string): string[] {
  if (groups.length === 0) return []
  const rows = groups.map(({ rule, at, level, acts }) => [
    ...[placeWords(rule, printable(at)), levelWords(level), shortened(acts.map(words).map(printable), 12).join(', ')],
  ])
  return [table(['rule', 'level', 'acts'], rows)]
}

function toolParts({ tool, blind, partly }: ToolResult): string[] {
  const rows = [
    ...blind.map((one) => ({ ...one, sees: 'nothing' })),
    ...partly.map((one) => ({ ...one, sees: 'a part' })),
  ]
  if (rows.length === 0) return []
  const content = table(
    ['rule', 'sees', 'misses', 'because it', 'by'],
    rows.map(({ name, sees, missed: { request, why, rule, at } }) => [
      ...[name, sees, printable(request), why, placeWords(rule, printable(at))],
    ]),
  )
  return [details(`${tool}: what it misses`, content)]
}

import picocolors from 'picocolors'
import type { RunResult } from '../run/result.js'
import { countOf } from '../util/numbers.js'
import { cellWords, resultTitle, title } from './cell.js'
import { describeFailure, failuresOf } from './failures.js'
import type { Failure } from './failures.js'
import { cellsWords, leaksOf, policiesWords, undecidedOf, weaknessesOf } from './findings.js'
import { bullets, details, escaped, fenced, table } from './markdown/syntax.js'
import { LIMITS_HEADING, limitsIn, volumeLimitNote } from './limits.js'
import { matrixOf } from './matrix.js'
import { loadedWords } from './policies.js'
import { presentable } from './present.js'
import type { Report } from './report.js'
import { requirementWords } from './requirements.js'
import { shardWords } from './shard.js'
import { summaryLine } from './summary.js'
import { versionWords } from './versions.js'
import { BACKGROUND_NOTE, breakdownColumns, hasBackground, TRAFFIC_COLUMNS } from './volume.js'

const plain = picocolors.createColors(false)

/** For a pull request or a step summary: the verdict first, then the matrix; what is long is folded. */
export const markdown: Report = (original, { root }) => {
  const run = presentable(original, root)
  const sections = [
    ['## audit-lab', `**${escaped(summaryLine(run.summary, plain))}**`, about(run)],
    matrixSection(run),
    failuresSection(run),
    list(
      'Requirements',
      requirementWords(run).map(({ policy, words }) => `${policy}: ${words}`),
    ),
    leaksSection(run),
    policiesSection(run),
    weaknessesSection(run),
    ...(['unknown', 'skipped'] as const).map((status) => undecidedSection(run, status)),
    limitsSection(run),
    volumeSection(run),
    list('Between versions of Kubernetes', versionWords(run)),
  ]
  return `${sections.flat().join('\n\n')}\n`
}

function about(run: RunResult): string {
  const shard = shardWords(run)
  const engine = `Engine ${escaped(run.engine)}, kube-apiserver ${escaped(run.kubernetes)}.`
  return shard === null ? engine : `${engine} ${escaped(shard)}.`
}

function matrixSection(run: RunResult): string[] {
  const { policies, scenarios } = matrixOf(run)
  const rows = scenarios.flatMap(({ scenario, rows }) =>
    rows.map(({ step, request, cells }) => [
      title(scenario.name, step, request),
      ...policies.map(({ name }) => {
        const result = cells.get(name)
        return result === undefined ? '' : cellWords(result)
      }),
    ]),
  )
  const legend = '✗ failed, ~ known weakness, * projected'
  return rows.length === 0 ? [] : [table(['request', ...policies.map(({ name }) => name)], rows), escaped(legend)]
}

function failuresSection(run: RunResult): string[] {
  const failures = failuresOf(run)
  return failures.length === 0 ? [] : ['### Failures', ...failures.map(failureDetails)]
}

function failureDetails(failure: Failure): string {
  const [first] = failure.results
  const policies = failure.results.map(({ policy }) => policy).join(', ')
  const heading = `${resultTitle(failure.scenario.name, first)} under ${policies}`
  // The first line is the heading again.
  return details(heading, fenced(describeFailure(failure, plain, null).slice(1)))
}

function leaksSection(run: RunResult): string[] {
  const texts = leaksOf(run).map(({ leak, words }) => {
    const admitted = leak.why === null ? '' : `; admitted: ${leak.why}`
    return `${leak.policy}: ${title(leak.scenario, leak.step, leak.request)}: ${words}, ${leak.file}:${leak.line}${admitted}`
  })
  return list('Leaks', texts)
}

function policiesSection(run: RunResult): string[] {
  const wrong = run.policies.filter(({ loaded }) => loaded !== 'strict')
  const texts = wrong.map(({ name, path, loaded, message }) => {
    return `${name}, ${path}: ${loadedWords(loaded)}: ${message ?? 'the server gave no message'}`
  })
  return list('Policies in error', texts)
}

function weaknessesSection(run: RunResult): string[] {
  const texts = weaknessesOf(run).flatMap(({ policy, reasons }) =>
    reasons.map(({ cells, why }) => `${policy}: ${cellsWords(cells)}: ${why}`),
  )
  return texts.length === 0
    ? []
    : [details(countOf(run.summary.weaknesses, 'known weakness', 'known weaknesses'), bullets(texts))]
}

function undecidedSection(run: RunResult, status: 'unknown' | 'skipped'): string[] {
  const reasons = undecidedOf(run, status)
  return list(
    status === 'unknown' ? 'Unknown' : 'Skipped',
    reasons.map(({ cells, why }) => `${cellsWords(cells)} under ${policiesWords(cells)}: ${why}`),
  )
}

function limitsSection(run: RunResult): string[] {
  return list(
    LIMITS_HEADING,
    limitsIn(run).map(
      ({ title, where, happens, meaning, source }) => `${title}: ${where}: ${happens} ${meaning} ${source}`,
    ),
  )
}

function list(heading: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : [`### ${heading}`, bullets(texts)]
}

function volumeSection(run: RunResult): string[] {
  const columns = [...TRAFFIC_COLUMNS, ...breakdownColumns(run)]
  const rows = run.policies.map((policy) => [policy.name, ...columns.map(({ cell }) => cell(policy))])
  const notes = [...(hasBackground(run) ? [BACKGROUND_NOTE] : []), ...volumeLimitNote(run)].map(escaped)
  return ['### Log volume', table(['policy', ...columns.map(({ heading }) => heading)], rows, 2), ...notes]
}

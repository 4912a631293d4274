import picocolors from 'picocolors'
import type { PolicyResult, Result, RunResult } from '../run/result.js'
import { groupBy } from '../util/group.js'
import { countOf } from '../util/numbers.js'
import { actualWords, expectedWords, resultTitle, title } from './cell.js'
import type { Failure } from './failures.js'
import { failuresOf, reasonsOf } from './failures.js'
import type { LeakGroup } from './findings.js'
import { cellsWords, leaksOf, policiesWords, undecidedOf, weaknessesOf } from './findings.js'
import { loadedWords } from './policies.js'
import { presentable } from './present.js'
import type { Report } from './report.js'
import { summaryLine } from './summary.js'
import { command, type Annotation } from './workflow-command.js'

/**
 * Workflow commands: errors at the lines of claims and of the policy rules that decided, warnings for what a cells file
 * admits to leak, notices for the rest. GitHub shows ten of a kind for each step, so repeats are one, and errors come first.
 */
export const github: Report = (original, { root }) => {
  const run = presentable(original, root)
  const annotations = [
    ...run.policies.flatMap(policyAnnotation),
    ...failuresOf(run).map(claimAnnotation),
    ...leaksOf(run).map(leakAnnotation),
    ...ruleAnnotations(failuresOf(run)),
    ...undecidedAnnotations(run),
    ...weaknessAnnotations(run),
  ]
  // Last and outside a command, for the reader of the job's log.
  return [...annotations.map(command), summaryLine(run.summary, picocolors.createColors(false)), ''].join('\n')
}

function policyAnnotation({ name, path, loaded, message }: PolicyResult): Annotation[] {
  if (loaded === 'strict') return []
  const why = message ?? 'The server gave no message.'
  return [{ level: 'error', file: path, line: 1, title: `policy ${name}`, message: `${loadedWords(loaded)}:\n${why}` }]
}

function claimAnnotation({ scenario, results }: Failure): Annotation {
  const [first] = results
  const policies = results.map(({ policy, ruleAt }) => `${policy} (${ruleAt})`)
  return {
    level: 'error',
    file: first.file,
    line: first.line,
    title: resultTitle(scenario.name, first),
    message: [
      levelWords(first).join(', '),
      ...reasonsOf(first),
      `under ${policies.join(', ')}`,
      `run again: ${first.rerun}`,
    ]
      .filter((text) => text !== '')
      .join('\n'),
  }
}

/** One for each place in a policy, with the claims that fail because of it: that is the line to change. */
function ruleAnnotations(failures: readonly Failure[]): Annotation[] {
  const decided = failures.flatMap(({ scenario, results }) =>
    results.filter(({ actual }) => actual !== null).map((result) => ({ scenario, result })),
  )
  return [...groupBy(decided, ({ result }) => JSON.stringify([result.policy, result.ruleAt])).values()].map((cells) => {
    const [{ result }] = cells
    const [, file = result.ruleAt, line = '1'] = /^(.*):(\d+)$/.exec(result.ruleAt) ?? []
    return {
      level: 'error',
      file,
      line: Number(line),
      title: `${result.rule === null ? 'policy' : `rule ${result.rule} of`} ${result.policy} fails ${failedWords(cells.map((cell) => cell.result))}`,
      message: cells.map((cell) => `${cellsWords([cell])}: ${levelWords(cell.result).join(', ')}`).join('\n'),
    }
  })
}

function failedWords(results: readonly Result[]): string {
  const requirements = new Set(results.flatMap(({ requirement }) => requirement ?? []))
  const claims = results.filter(({ requirement }) => requirement === null).length
  return [
    ...(claims === 0 ? [] : [countOf(claims, 'claim')]),
    ...(requirements.size === 0 ? [] : [countOf(requirements.size, 'requirement')]),
  ].join(' and ')
}

/** The levels where they tell something, else nothing. */
function levelWords(result: Result): string[] {
  const expected = expectedWords(result.expected)
  const actual = actualWords(result)
  return [...(expected === null ? [] : [`expected ${expected}`]), ...(actual === null ? [] : [`actual ${actual}`])]
}

function leakAnnotation({ leak, words }: LeakGroup): Annotation {
  return {
    level: leak.why === null ? 'error' : 'warning',
    file: leak.file,
    line: leak.line,
    title: `${leak.why === null ? 'leak' : 'admitted leak'} under ${leak.policy}`,
    message: `${title(leak.scenario, leak.step, leak.request)}: ${words}${leak.why === null ? '' : `\n${leak.why}`}`,
  }
}

function undecidedAnnotations(run: RunResult): Annotation[] {
  return (['unknown', 'skipped'] as const).flatMap((status) =>
    undecidedOf(run, status).map(({ why, cells }) => ({
      level: status === 'unknown' ? ('error' as const) : ('notice' as const),
      file: cells[0].result.file,
      line: cells[0].result.line,
      title: status,
      message: `${cellsWords(cells)} under ${policiesWords(cells)}: ${why}`,
    })),
  )
}

function weaknessAnnotations(run: RunResult): Annotation[] {
  return weaknessesOf(run).map(({ policy, reasons }) => ({
    level: 'notice',
    file: run.policies.find(({ name }) => name === policy)?.path ?? policy,
    line: 1,
    title: `known weaknesses of ${policy}`,
    message: reasons.map(({ cells, why }) => `${cellsWords(cells)}: ${why}`).join('\n'),
  }))
}

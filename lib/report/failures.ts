import type { Colors } from 'picocolors/types.js'
import type { Result, RunResult, ScenarioResult } from '../run/result.js'
import { groupBy } from '../util/group.js'
import { pad, wrap } from '../util/width.js'
import { actualWords, expectedWords, FAILED, resultTitle, ruleWords } from './cell.js'
import { shortEvent } from './event.js'

/** One claim that fails in one way, under one policy or several. */
export interface Failure {
  readonly scenario: ScenarioResult
  readonly results: readonly [Result, ...Result[]]
}

/** All failures of a run; the same claim failing the same way under several policies is one. */
export function failuresOf(result: RunResult): Failure[] {
  return result.scenarios.flatMap((scenario) => {
    const failed = scenario.results.filter(({ status }) => status === 'failed')
    return [...groupBy(failed, wayOfFailing).values()].map((results) => ({ scenario, results }))
  })
}

function wayOfFailing(result: Result): string {
  const { step, request, file, line, requirement, expected, actual, decided, stages, why } = result
  const asked = requirement === null ? [line] : [line, file, requirement]
  return JSON.stringify([step, request, asked, expected, actual, decided, stages, why])
}

const LABEL_WIDTH = 11

/** Everything that one needs to understand a failure and to see it again. */
export function describeFailure({ scenario, results }: Failure, colors: Colors, width: number | null): string[] {
  const [first] = results
  const room = width === null ? null : width - LABEL_WIDTH - 2
  const field = (label: string, lines: readonly string[]): string[] =>
    lines.map((line, index) => `  ${colors.dim(pad(index === 0 ? label : '', LABEL_WIDTH))}${line}`)
  return [
    colors.bold(`${colors.red(FAILED)} ${resultTitle(scenario.name, first)}`),
    ...field(first.requirement === null ? 'claim' : 'asked at', [`${first.file}:${first.line}`]),
    ...field('expected', present(expectedWords(first.expected))),
    ...field(
      'actual',
      present(actualWords(first)).map((words) => colors.red(words)),
    ),
    ...field(
      'reasons',
      reasonsOf(first).flatMap((reason) => wrap(reason, room)),
    ),
    ...field(results.length === 1 ? 'policy' : 'policies', policyLines(results)),
    ...field('Event', nearestLines(results)),
    ...field('run again', [colors.cyan(first.rerun)]),
  ]
}

function present(words: string | null): string[] {
  return words === null ? [] : [words]
}

/** The reasons of a failure, one sentence each. */
export function reasonsOf({ why }: Result): string[] {
  return (why ?? '').split('\n').filter((reason) => reason !== '')
}

function policyLines(results: readonly Result[]): string[] {
  const width = Math.max(...results.map(({ policy }) => policy.length))
  return results.map((result) => `${pad(result.policy, width)}  ${ruleWords(result)}`)
}

/** The Event of the first policy that has one; under the others it differs in names and times only. */
function nearestLines(results: readonly Result[]): string[] {
  const result = results.find(({ nearest }) => nearest !== null)
  if (result === undefined || result.nearest === null) return []
  const heading = `the nearest${results.length === 1 ? '' : `, under ${result.policy}`}:`
  return [heading, ...shortEvent(result.nearest)]
}

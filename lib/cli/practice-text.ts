import pc from 'picocolors'
import type { Attempt } from '../practice/attempt.js'
import type { Grade } from '../practice/grade.js'
import { HINT_COST } from '../practice/hints.js'
import { countOf } from '../util/numbers.js'
import { printable } from '../util/printable.js'
import { wrap } from '../util/width.js'

const WIDTH = 110
const MINUTE = 60_000

interface Shown {
  readonly attempt: Attempt
  readonly graded: Grade
  /** What is left of them after hints. */
  readonly points: number
  readonly now: number
}

/** `4 of 6 minutes left`. */
export function clockWords({ state, exercise }: Attempt, now: number): string {
  const gone = Math.floor((now - state.started) / MINUTE)
  const left = exercise.minutes - gone
  return left >= 0
    ? `${left} of ${exercise.minutes} minutes left`
    : `${countOf(-left, 'minute')} over the ${exercise.minutes}`
}

/** The points of an answer, a line for each mark, and why it was not earned. */
export function attemptText({ attempt, graded, points, now }: Shown, options: { readonly color: boolean }): string {
  const colors = pc.createColors(options.color)
  const { state } = attempt
  const less = [
    ...(state.hints === 0 ? [] : [`${countOf(state.hints, 'hint')} cost ${state.hints * HINT_COST}`]),
    ...(state.solutionSeen ? ['the solution was shown'] : []),
  ]
  const lines = graded.marks.flatMap(({ id, about, passed, points: own, reasons }) => [
    `${passed ? colors.green('✓') : colors.red('✗')} ${String(Math.round(own)).padStart(3)}  ${colors.bold(id)}: ${printable(about)}`,
    ...reasons.flatMap((reason) => wrap(printable(reason), WIDTH).map((line) => `         ${line}`)),
  ])
  const head = `${state.exercise}: ${points} of 100 points${less.length === 0 ? '' : ` (${less.join('; ')})`}, ${clockWords(attempt, now)}`
  return [colors.bold(head), ...lines, ''].join('\n')
}

export function gradeJson({ attempt: { state, exercise }, graded, points, now }: Shown): string {
  const seconds = { seconds: Math.floor((now - state.started) / 1000), allowed: exercise.minutes * 60 }
  return `${JSON.stringify({ schemaVersion: 1, exercise: state.exercise, points, of: graded.of, hints: state.hints, ...seconds, marks: graded.marks }, null, 2)}\n`
}

import { randomInt } from 'node:crypto'
import { Option, type Command } from 'commander'
import { InputError } from '../errors.js'
import { answerOf, readAttempt, resetAttempt, startAttempt, writeState, type Attempt } from '../practice/attempt.js'
import { grade } from '../practice/grade.js'
import { HINT_COST, hintsFor } from '../practice/hints.js'
import { exerciseNames, findExercise, shippedExercises } from '../practice/load.js'
import { recordedRequests } from '../practice/recorded.js'
import { exerciseProblems } from '../practice/test-exercise.js'
import { printableLines } from '../util/printable.js'
import { EXIT } from './exit.js'
import { attemptText, clockWords, gradeJson } from './practice-text.js'
import { printResult, wantsColor } from './streams.js'

interface FolderFlag {
  readonly folder: string
}

const chance = (): { random: (below: number) => number; now: number } => ({
  random: (below) => randomInt(below),
  now: Date.now(),
})

/** `practice`: exercises about auditing, graded by what an answer does. */
export function addPracticeCommand(program: Command): void {
  const practice = program
    .command('practice')
    .description('exercises about auditing, graded by what an answer does')
    .addHelpText(
      'after',
      '\nExamples:\n  audit-lab practice list\n  audit-lab practice start exec-only && cd exec-only\n  audit-lab practice check',
    )
  practice.command('list').description('the exercises').action(list)
  practice
    .command('start <exercise>')
    .description('make a folder with the task and what to begin with; the clock runs from here')
    .option('--folder <path>', 'where to (default: the name of the exercise)')
    .action(async (name: string, { folder }: { folder?: string }) => {
      const attempt = await startAttempt(
        name,
        folder ?? name.replace(/\/$/, '').replace(/^.*\//, ''),
        await recordedRequests(),
        chance(),
      )
      await printResult(
        `${printableLines(attempt.exercise.task)}\nIn ${attempt.folder}: TASK.md, ${attempt.exercise.file}. ${clockWords(attempt, Date.now())}\n`,
      )
    })
  inFolder(practice.command('check').description('grade the answer: points, reasons, and the rule that decides'))
    .addOption(new Option('-o, --output <format>', 'how to write the points').choices(['text', 'json']).default('text'))
    .action(check)
  inFolder(practice.command('hint').description(`the next hint; each costs ${HINT_COST} points`)).action(hint)
  inFolder(practice.command('solution').description('a solution; no points are left after it')).action(
    async ({ folder }: FolderFlag) => {
      const { state, exercise } = await readAttempt(folder)
      await writeState(folder, { ...state, solutionSeen: true })
      await printResult(exercise.solution)
    },
  )
  inFolder(practice.command('reset').description('begin again: other names, a new clock')).action(
    async ({ folder }: FolderFlag) => {
      const attempt = await resetAttempt(await readAttempt(folder), await recordedRequests(), chance())
      await printResult(`${printableLines(attempt.exercise.task)}\n`)
    },
  )
  inFolder(practice.command('status').description('which exercise, and the clock')).action(
    async ({ folder }: FolderFlag) => {
      const attempt = await readAttempt(folder)
      await printResult(`${attempt.state.exercise}: ${attempt.exercise.title}. ${clockWords(attempt, Date.now())}\n`)
    },
  )
  practice
    .command('test [exercise...]')
    .description('for trainers: the solution has all points, and each wrong answer loses the marks that it says')
    .addHelpText(
      'after',
      '\nAn exercise is the name of a shipped one, or a folder, with a slash in its path.\n\nExample:\n  audit-lab practice test ./my-exercise',
    )
    .action(testExercises)
}

function inFolder(command: Command): Command {
  return command.option('--folder <path>', 'the folder of the exercise', '.')
}

async function list(): Promise<void> {
  const names = await exerciseNames(shippedExercises())
  const width = Math.max(...names.map(({ length }) => length))
  for (const name of names) {
    const { title, minutes } = await findExercise(name)
    await printResult(`${name.padEnd(width)}  ${String(minutes).padStart(2)} min  ${title}\n`)
  }
}

async function check({ folder, output }: FolderFlag & { readonly output: 'text' | 'json' }): Promise<void> {
  const attempt = await readAttempt(folder)
  const graded = await grade(attempt.exercise, await answerOf(attempt), await recordedRequests())
  const shown = { attempt, graded, points: pointsLeft(attempt, graded.points), now: Date.now() }
  await printResult(output === 'json' ? gradeJson(shown) : attemptText(shown, { color: wantsColor(process.stdout) }))
  process.exitCode = graded.points === 100 ? EXIT.held : EXIT.failed
}

function pointsLeft({ state }: Attempt, points: number): number {
  return state.solutionSeen ? 0 : Math.max(0, points - HINT_COST * state.hints)
}

async function hint({ folder }: FolderFlag): Promise<void> {
  const attempt = await readAttempt(folder)
  const { state, exercise } = attempt
  const answer = await answerOf(attempt)
  const hints = hintsFor(exercise, answer, await grade(exercise, answer, await recordedRequests()))
  const next = hints[state.hints % Math.max(1, hints.length)]
  if (next === undefined) {
    await printResult('there is nothing left to hint at\n')
    return
  }
  await writeState(folder, { ...state, hints: state.hints + 1 })
  await printResult(`${printableLines(next)}\n(hint ${state.hints + 1}, ${HINT_COST} points)\n`)
}

async function testExercises(names: readonly string[]): Promise<void> {
  const all = names.length > 0 ? names : await exerciseNames(shippedExercises())
  if (all.length === 0) throw new InputError('there are no exercises')
  const recorded = await recordedRequests()
  for (const name of all) {
    const problems = await exerciseProblems(await findExercise(name), recorded, (below) => randomInt(below))
    await printResult(
      [
        `${problems.length === 0 ? '✓' : '✗'} ${name}`,
        ...problems.map((problem) => `    ${printableLines(problem)}`),
        '',
      ].join('\n'),
    )
    if (problems.length > 0) process.exitCode = EXIT.failed
  }
}

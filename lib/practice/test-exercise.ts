import { drawNames, withNames } from './draw.js'
import type { Exercise } from './exercise.js'
import { grade, type Grade } from './grade.js'
import type { RecordedRequests } from './recorded.js'

/** What is wrong with an exercise itself, as sentences; none for one that grades as it says. */
export async function exerciseProblems(
  exercise: Exercise,
  recorded: RecordedRequests,
  random: (below: number) => number,
): Promise<string[]> {
  const drawn = withNames(exercise, drawNames(exercise, random))
  const problems = fewWrongAnswers(drawn)
  const solved = await grade(drawn, drawn.solution, recorded)
  if (solved.points !== 100) problems.push(`the solution has ${solved.points} of 100 points: ${lost(solved)}`)
  const begun = await grade(drawn, drawn.start, recorded)
  if (begun.points === 100) problems.push('the start has all points already')
  for (const [id, { loses }] of Object.entries(drawn.wrong)) {
    const graded = await grade(drawn, drawn.wrongAnswers[id] ?? '', recorded)
    const lostMarks = graded.marks.filter(({ passed }) => !passed).map((mark) => mark.id)
    if (lostMarks.join() !== loses.join())
      problems.push(
        `the wrong answer ${id} loses ${lostMarks.join(', ') || 'nothing'}, not ${loses.join(', ')}: ${lost(graded)}`,
      )
  }
  return problems
}

const LEAST_WRONG_ANSWERS = 3

function fewWrongAnswers({ wrong }: Exercise): string[] {
  const count = Object.keys(wrong).length
  return count < LEAST_WRONG_ANSWERS ? [`there are ${count} wrong answers, and ${LEAST_WRONG_ANSWERS} are wanted`] : []
}

function lost({ marks }: Grade): string {
  return marks.flatMap(({ id, reasons }) => reasons.map((reason) => `${id}: ${reason}`)).join('; ')
}

import type { Exercise, Mark } from './exercise.js'
import { answerReasons } from './grade-answer.js'
import { manifestReasons } from './grade-manifest.js'
import { policyReasons } from './grade-policy.js'
import type { RecordedRequests } from './recorded.js'

/** One thing that is asked for, and why it is not there. */
export interface Marked {
  readonly id: string
  readonly about: string
  readonly must: Mark['must']
  /** Of 100. */
  readonly points: number
  readonly passed: boolean
  /** Why it did not pass, each a sentence with the rule that decides. */
  readonly reasons: readonly string[]
}

export interface Grade {
  readonly points: number
  readonly of: 100
  readonly marks: readonly Marked[]
}

/** Grades an answer. `exercise` has its names; nothing of the answer is compared as text. */
export async function grade(exercise: Exercise, answer: string, recorded: RecordedRequests): Promise<Grade> {
  const { marks } = exercise
  const reasons = await Promise.all(marks.map((mark) => reasonsOf(exercise, mark, answer, recorded)))
  const marked = marks.map((mark, at): Marked => {
    const { id, about, must } = mark
    const own = reasons[at] ?? []
    return { id, about, must, points: pointsOf(mark, marks), passed: own.length === 0, reasons: own }
  })
  const points = marked.filter(({ passed }) => passed).reduce((sum, { points: own }) => sum + own, 0)
  return { points: Math.round(points), of: 100, marks: marked }
}

/** What must be on record and what must not share the points alike, however many marks there are of each. */
function pointsOf({ must }: Mark, marks: readonly Mark[]): number {
  const kinds = new Set(marks.map((one) => one.must))
  return 100 / kinds.size / marks.filter((one) => one.must === must).length
}

async function reasonsOf(
  exercise: Exercise,
  mark: Mark,
  answer: string,
  recorded: RecordedRequests,
): Promise<string[]> {
  if (exercise.file === 'policy.yaml') return policyReasons(mark, answer, recorded)
  return exercise.file === 'answer.yaml' ? answerReasons(mark, answer) : manifestReasons(mark, answer, exercise.start)
}

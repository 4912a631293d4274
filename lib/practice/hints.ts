import { lint } from '../lint/lint.js'
import { checkManifests } from '../manifest/check.js'
import { readSubject } from '../manifest/subject.js'
import { KUBERNETES } from '../resources/resources.js'
import type { Exercise } from './exercise.js'
import type { Grade } from './grade.js'

/** What a hint costs, of 100 points. */
export const HINT_COST = 5

/** Every hint there is for an answer as it stands: the trainer's, then what lint or the check of manifests says, then the marks. */
export function hintsFor(exercise: Exercise, answer: string, { marks }: Grade): string[] {
  const { file, hints } = exercise
  return [...hints, ...found(file, answer), ...marks.flatMap(({ reasons }) => reasons.slice(0, 1))]
}

function found(file: Exercise['file'], answer: string): string[] {
  if (file === 'answer.yaml') return []
  const subject = file === 'policy.yaml' ? null : readSubject(answer, file, { neighbours: null, nodeAddress: null })
  const { findings } =
    file === 'policy.yaml'
      ? lint(answer, file, KUBERNETES)
      : (checkManifests(subject === null ? [] : [subject])[0] ?? { findings: [] })
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ line, message, why }) => `${file}:${line}: ${message}. ${why}`)
}

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '../errors.js'
import { packageRoot } from '../scenario/package-root.js'
import { parseFile } from '../scenario/parse-file.js'
import { readText } from '../scenario/read-text.js'
import { suggest } from '../scenario/nearest.js'
import { exerciseSchema, type Exercise } from './exercise.js'

/** The folder of the shipped exercises. */
export function shippedExercises(): string {
  return join(packageRoot(), 'practice')
}

/** The names of the exercises in a folder. */
export async function exerciseNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

/** A shipped exercise by its name, or one in a folder by its path. Throws an InputError with all that is wrong in it. */
export async function findExercise(name: string): Promise<Exercise> {
  if (name.includes('/')) return loadExercise(name)
  const names = await exerciseNames(shippedExercises())
  if (!names.includes(name)) throw new InputError(`there is no exercise ${name}: ${suggest(name, names)}`)
  return loadExercise(join(shippedExercises(), name))
}

async function loadExercise(folder: string): Promise<Exercise> {
  const path = join(folder, 'exercise.yaml')
  const { value, refuse } = parseFile(exerciseSchema, await readText(path), path)
  const marks = value.marks.map(({ id }) => id)
  refuse(
    Object.entries(value.wrong).flatMap(([id, { loses }]) =>
      loses.flatMap((lost, at) =>
        marks.includes(lost) ? [] : [{ path: ['wrong', id, 'loses', at], message: `there is no mark \`${lost}\`` }],
      ),
    ),
  )
  const read = (...parts: readonly string[]): Promise<string> => readText(join(folder, ...parts))
  const wrongAnswers: Record<string, string> = {}
  for (const id of Object.keys(value.wrong)) wrongAnswers[id] = await read('wrong', id, value.file)
  return {
    ...value,
    name: folder.replace(/\/$/, '').replace(/^.*\//, ''),
    start: await read('start', value.file),
    solution: await read('solution', value.file),
    wrongAnswers,
  }
}

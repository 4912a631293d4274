import { randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { InputError } from '../errors.js'
import { readText } from '../scenario/read-text.js'
import { drawNames, withNames } from './draw.js'
import type { Exercise } from './exercise.js'
import { findExercise } from './load.js'
import type { RecordedRequests } from './recorded.js'

const STATE = '.audit-lab-practice.json'

const stateSchema = z.strictObject({
  exercise: z.string(),
  names: z.record(z.string(), z.string()),
  /** Milliseconds since 1970. */
  started: z.number(),
  hints: z.number().int(),
  solutionSeen: z.boolean(),
})

export type AttemptState = z.infer<typeof stateSchema>

/** An exercise that a learner is at, in a folder. */
export interface Attempt {
  readonly folder: string
  readonly state: AttemptState
  /** With the names that were drawn for it. */
  readonly exercise: Exercise
}

interface Chance {
  readonly random: (below: number) => number
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Makes the folder of an attempt: the task, the file to begin with and, for a search, the log. It must not be there yet. */
export async function startAttempt(
  name: string,
  folder: string,
  recorded: RecordedRequests,
  chance: Chance,
): Promise<Attempt> {
  const exercise = await findExercise(name)
  await mkdir(folder).catch((error: unknown) => {
    if (typeof error !== 'object' || error === null || Reflect.get(error, 'code') !== 'EEXIST') throw error
    throw new InputError(`${folder} is there already`, {
      hint: 'Begin again with practice reset, or name another --folder.',
    })
  })
  return begin(name, exercise, folder, recorded, chance)
}

/** Draws names, and writes the files of the exercise over those that are there; other files of the learner's stay. */
async function begin(
  name: string,
  exercise: Exercise,
  folder: string,
  recorded: RecordedRequests,
  { random, now }: Chance,
): Promise<Attempt> {
  const names = drawNames(exercise, random)
  const state = { exercise: name, names, started: now, hints: 0, solutionSeen: false }
  const attempt = { folder, state, exercise: withNames(exercise, names) }
  await writeStart(attempt, recorded)
  return attempt
}

async function writeStart({ folder, state, exercise }: Attempt, recorded: RecordedRequests): Promise<void> {
  const { title, minutes, task, file, start, log } = exercise
  await writeFile(join(folder, 'TASK.md'), `# ${title}\n\n${task}\n${minutes} minutes. Your answer is ${file}.\n`)
  await writeFile(join(folder, file), start)
  if (log.length > 0) {
    const requests = await Promise.all(log.map((request) => recorded.of(request)))
    // A request that is made twice has an ID of its own each time.
    const lines = requests.flatMap((request) => {
      const auditID = randomUUID()
      return request.lines.map((line) => line.replaceAll(request.auditID, auditID))
    })
    await writeFile(join(folder, 'audit.jsonl'), lines.map((line) => `${line}\n`).join(''))
  }
  await writeState(folder, state)
}

export async function writeState(folder: string, state: AttemptState): Promise<void> {
  await writeFile(join(folder, STATE), `${JSON.stringify(state, null, 2)}\n`)
}

/** The attempt in a folder. Throws an InputError when there is none. */
export async function readAttempt(folder: string): Promise<Attempt> {
  const text = await readFile(join(folder, STATE), 'utf8').catch(() => null)
  if (text === null)
    throw new InputError(`${folder} is no folder of an exercise`, {
      hint: 'Go into one, or name it with --folder; audit-lab practice start makes one.',
    })
  const parsed = stateSchema.safeParse(JSON.parse(text))
  if (!parsed.success)
    throw new InputError(`${join(folder, STATE)} is broken`, { hint: 'Begin again: audit-lab practice start.' })
  const exercise = await findExercise(parsed.data.exercise)
  return { folder, state: parsed.data, exercise: withNames(exercise, parsed.data.names) }
}

/** What the learner has written so far. */
export function answerOf({ folder, exercise }: Attempt): Promise<string> {
  return readText(join(folder, exercise.file))
}

/** Begins again in the same folder, with other names and a new clock. */
export async function resetAttempt(
  { folder, state }: Attempt,
  recorded: RecordedRequests,
  chance: Chance,
): Promise<Attempt> {
  return begin(state.exercise, await findExercise(state.exercise), folder, recorded, chance)
}

import { z } from 'zod'
import { LEVELS, STAGES } from '../audit/level.js'
import { alwaysSchema, neverSchema } from '../requirement/schema.js'

const id = z.string().regex(/^[a-z][a-z0-9-]*$/)

/** A recorded request, made by somebody, somewhere, as the exercise names them. */
const request = z.strictObject({
  /** As practice/requests.yaml names it: `create secrets`. */
  send: z.string(),
  user: z.string(),
  groups: z.array(z.string()).default([]),
  namespace: z.string().optional(),
})

const expected = request.extend({ level: z.enum(LEVELS), stages: z.array(z.enum(STAGES)).optional() })

const mark = z.strictObject({
  id,
  about: z.string(),
  /** What must be on record, and what must not, are worth the same in all. */
  must: z.enum(['log', 'not-log', 'be']),
  requests: z.array(expected).default([]),
  /** Decided for every possible request. */
  requirements: z.array(z.union([neverSchema, alwaysSchema])).default([]),
  /** The server loads the policy strictly. */
  strict: z.literal(true).optional(),
  /** `manifest check` has no error. */
  right: z.literal(true).optional(),
  flags: z.record(z.string(), z.string()).default({}),
  /** Every flag of the start that is not named here is as it was. */
  kept: z.array(z.string()).optional(),
  /** The policy and the log are seen through mounts, the log one that can be written on. */
  mounted: z.literal(true).optional(),
  answer: z.strictObject({ field: z.string(), value: z.string() }).optional(),
})

export const exerciseSchema = z.strictObject({
  title: z.string(),
  minutes: z.number().int().positive(),
  /** The file that the learner writes. */
  file: z.enum(['policy.yaml', 'kube-apiserver.yaml', 'answer.yaml']),
  /** name → what may be drawn for it; two names never draw the same. */
  names: z.record(id, z.array(z.string()).min(2)).default({}),
  task: z.string(),
  hints: z.array(z.string()).default([]),
  marks: z.array(mark).min(1),
  /** The requests that the log of a search is made of. */
  log: z.array(request).default([]),
  /** Known wrong answers: why they are wrong, and which marks they lose. */
  wrong: z.record(id, z.strictObject({ why: z.string(), loses: z.array(id).min(1) })),
})

export type ExerciseText = z.infer<typeof exerciseSchema>
export type Mark = ExerciseText['marks'][number]
export type PracticeRequest = ExerciseText['log'][number]

/** An exercise as it lies in its folder, names not drawn yet. */
export interface Exercise extends ExerciseText {
  readonly name: string
  /** The start, the solution and the wrong answers, by name. */
  readonly start: string
  readonly solution: string
  readonly wrongAnswers: Readonly<Record<string, string>>
}

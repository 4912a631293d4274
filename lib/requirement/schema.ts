import { z } from 'zod'
import { STAGES } from '../audit/level.js'

/** The requirements file, section by section. Every object is strict: a misspelt key is an error, never ignored. */

const list = (about: string) => z.array(z.string()).min(1).optional().describe(about)

export const selectorSchema = z.strictObject({
  users: list('Names of users'),
  userGroups: list('Groups, of which the user has at least one'),
  authenticated: z
    .boolean()
    .optional()
    .describe('false: requests that fail authentication (401); true: all others, those of system:anonymous too'),
  verbs: list('Verbs of the API for resources, HTTP methods in lower case for paths'),
  resources: list('resource[/subresource][.group], *[/subresource][.group]; * alone is every resource of every group'),
  namespaces: list('Namespaces; an empty string for cluster-scoped objects and for all namespaces at once'),
  nonResourceURLs: list('Paths such as /healthz; a path may end in *'),
})

const bound = z.enum(['>=Metadata', '>=Request', '>=RequestResponse'])

const base = {
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case: lower-case letters, digits and single hyphens')
    .describe('Unique in the file'),
  about: z.string().min(1).optional().describe('What it asks for, in a sentence'),
  clause: z.string().min(1).optional().describe('The clause of a standard that it stands for'),
  of: selectorSchema.default({}).describe('Which requests it is about; every request without it'),
  except: z
    .array(selectorSchema.extend({ why: z.string().min(1).describe('Why these requests need not hold it') }))
    .default([])
    .describe('Requests that it is not about, with the reason'),
}

export const alwaysSchema = z.strictObject({
  ...base,
  always: z
    .strictObject({
      level: bound.describe('The least level that the Events must carry'),
      stages: z
        .array(z.enum(STAGES))
        .default([])
        .describe('Stages that must be on record of requests that pass them; the outcome always must'),
    })
    .describe('What must be on record'),
})

export const neverSchema = z.strictObject({
  ...base,
  never: z
    .strictObject({ level: bound.describe('A level that no Event may carry, nor one above it') })
    .describe('What must not be on record'),
})

export const requirementsFileSchema = z.strictObject({
  about: z.string().min(1).optional().describe('What the requirements are for, in a sentence'),
  assume: z
    .record(z.string().min(1), z.array(z.string()))
    .default({})
    .describe('user → its groups: what is known of users; system:authenticated is added'),
  requirements: z.array(z.union([alwaysSchema, neverSchema])).min(1),
})

export type SelectorText = z.infer<typeof selectorSchema>
export type RequirementText = z.infer<typeof requirementsFileSchema>['requirements'][number]

import { z } from 'zod'
import { attributesOfEvent } from './attributes-of.js'
import type { Attributes } from './attributes.js'

/** What other programs write as null is not there. */
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? [])

const event = z.object({
  requestURI: z.string().startsWith('/', 'a path that begins with / is expected'),
  verb: z.string(),
  user: z
    .object({
      username: z.string().nullish(),
      uid: z.string().nullish(),
      groups: z.array(z.string()).nullish(),
      extra: z.record(z.string(), z.array(z.string())).nullish(),
    })
    .nullish(),
})

const short = z.strictObject({
  user: z.string().nullish(),
  groups: texts,
  verb: z.string(),
  namespace: text,
  apiGroup: text,
  resource: text,
  subresource: text,
  name: text,
  path: text,
})

/**
 * A request as people write it down: an audit Event, or a short object with `user`, `groups`, `verb`, `namespace`,
 * `apiGroup`, `resource`, `subresource`, `name`, `path`. Without `user` nobody was authenticated; `path` without
 * `resource` is a non-resource request; groups are taken literally. Returns what is wrong with anything else.
 */
export function attributesOfInput(input: unknown): Attributes | { readonly error: string } {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { error: 'neither an Event nor a request: a JSON object is expected' }
  }
  return 'requestURI' in input || 'auditID' in input ? ofEvent(input) : ofShort(input)
}

function ofEvent(input: object): Attributes | { readonly error: string } {
  const { success, data, error } = event.safeParse(input)
  if (!success) return { error: `not an Event: ${describe(error)}` }
  const { requestURI, verb, user } = data
  const fields = Object.entries(user ?? {}).filter(([, value]) => value !== null)
  return attributesOfEvent({ requestURI, verb, user: Object.fromEntries(fields) })
}

function ofShort(input: object): Attributes | { readonly error: string } {
  const { success, data, error } = short.safeParse(input)
  if (!success) return { error: `not a request: ${describe(error)}` }
  const { user, groups, ...rest } = data
  if (rest.resource === '' && rest.path === '') return { error: 'not a request: `resource` or `path` is needed' }
  const authenticated = typeof user === 'string' ? { name: user, groups } : null
  return { ...rest, user: authenticated, resourceRequest: rest.resource !== '' }
}

function describe({ issues }: z.ZodError): string {
  const faults = issues.map(({ path, message }) => [path.join('.'), message].filter((text) => text !== '').join(': '))
  return faults.join('; ')
}

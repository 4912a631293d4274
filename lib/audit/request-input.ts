import { z } from 'zod'
import { attributesOfEvent } from './attributes-of.js'
import type { Attributes } from './attributes.js'

const event = z.object({
  requestURI: z.string(),
  verb: z.string(),
  user: z.object({ username: z.string().optional(), groups: z.array(z.string()).optional() }).default({}),
})

const short = z.strictObject({
  user: z.string().optional(),
  groups: z.array(z.string()).default([]),
  verb: z.string(),
  namespace: z.string().default(''),
  apiGroup: z.string().default(''),
  resource: z.string().optional(),
  subresource: z.string().default(''),
  name: z.string().default(''),
  path: z.string().optional(),
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
  if ('requestURI' in input || 'auditID' in input) {
    const parsed = event.safeParse(input)
    if (!parsed.success) return { error: `not an Event: ${firstIssue(parsed.error)}` }
    const { requestURI, verb, user } = parsed.data
    if (!requestURI.startsWith('/')) return { error: `not an Event: requestURI ${requestURI} does not begin with /` }
    const { username, groups } = user
    return attributesOfEvent({
      requestURI,
      verb,
      user: { ...(username === undefined ? {} : { username }), ...(groups === undefined ? {} : { groups }) },
    })
  }
  const parsed = short.safeParse(input)
  if (!parsed.success) return { error: `not a request: ${firstIssue(parsed.error)}` }
  const { user, groups, resource, path, ...rest } = parsed.data
  if (resource === undefined && path === undefined) return { error: 'not a request: `resource` or `path` is needed' }
  if (resource !== undefined && path !== undefined)
    return { error: 'not a request: `resource` and `path` exclude each other' }
  return {
    ...rest,
    user: user === undefined ? null : { name: user, groups },
    resourceRequest: resource !== undefined,
    resource: resource ?? '',
    path: path ?? '',
  }
}

function firstIssue({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.join('.') ?? ''
  return `${place === '' ? '' : `${place}: `}${issue?.message ?? 'unknown reason'}`
}

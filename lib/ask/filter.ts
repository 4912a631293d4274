import { InputError } from '../errors.js'
import { parseDuration } from '../util/duration.js'
import type { LoggedRequest } from './request.js'

/** Which requests a question is asked of; what is empty asks for nothing, of several values one must fit. */
export interface FilterFlags {
  readonly user: readonly string[]
  readonly verb: readonly string[]
  readonly resource: readonly string[]
  readonly namespace: readonly string[]
  readonly code: readonly string[]
  readonly since?: string
  readonly until?: string
}

export type Filter = (request: LoggedRequest) => boolean

/** Throws InputError for a code or a time that is none. `now` in milliseconds, for durations. */
export function filterOf(flags: FilterFlags, now: number): Filter {
  const { user, verb, resource, namespace } = flags
  const codes = flags.code.map(codeFilter)
  const since = flags.since === undefined ? null : timeOf('--since', flags.since, now)
  const until = flags.until === undefined ? null : timeOf('--until', flags.until, now)
  const fits = (wanted: readonly string[], had: readonly string[]): boolean =>
    wanted.length === 0 || had.some((one) => wanted.includes(one))
  return (request) => {
    const { attributes, impersonated, code } = request
    if (
      !fits(
        user,
        [attributes.user?.name ?? '', impersonated?.username ?? ''].filter((one) => one !== ''),
      )
    )
      return false
    if (!fits(verb, [attributes.verb]) || !fits(resource, namesOf(request))) return false
    if (!fits(namespace, [request.namespace])) return false
    if (codes.length > 0 && !codes.some((is) => is(code))) return false
    const time = Date.parse(request.received)
    return (since === null || time >= since) && (until === null || time < until)
  }
}

/** `pods` is Pods and their subresources, `pods/exec` that one, `deployments.apps` one with its group. */
function namesOf({ attributes: { resourceRequest, resource, subresource, apiGroup } }: LoggedRequest): string[] {
  if (!resourceRequest) return []
  const names = subresource === '' ? [resource] : [resource, `${resource}/${subresource}`]
  return names.flatMap((name) => [name, `${name}.${apiGroup}`])
}

function codeFilter(text: string): (code: number | null) => boolean {
  const [, digits] = /^([1-5])xx$/.exec(text) ?? []
  if (digits !== undefined) return (code) => code !== null && Math.floor(code / 100) === Number(digits)
  if (/^[1-5]\d\d$/.test(text)) return (code) => code === Number(text)
  throw new InputError(`--code ${text}: a status such as 403, or 4xx, is expected`)
}

function timeOf(option: string, text: string, now: number): number {
  const duration = parseDuration(text)
  if (duration !== null) return now - duration
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN
  if (!Number.isNaN(time)) return time
  throw new InputError(
    `${option} ${text}: a time such as 2026-01-31T12:00:00Z, or a duration before now such as 2h, is expected`,
  )
}

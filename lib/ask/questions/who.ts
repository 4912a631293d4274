import type { Question } from '../ask.js'
import type { Cell } from '../answer.js'
import type { LoggedRequest } from '../request.js'
import { impersonatedIn, objectIn, outcomeOf, requestIn, sourceIn, userOf } from '../words.js'

const WRITES: readonly string[] = ['create', 'update', 'patch', 'delete', 'deletecollection']

/** An object as one asks for it. */
export interface Asked {
  /** Resources that may be meant, in the plural; of any group where it is null. */
  readonly resources: readonly { readonly group: string | null; readonly resource: string }[]
  readonly name: string
}

/** Who made, changed and deleted an object: when, from where, as whom, and why it was allowed. */
export function who({ resources, name }: Asked): Question {
  const rows: Cell[][] = []
  let nameless = 0
  const isAsked = (request: LoggedRequest): boolean => {
    const { resourceRequest, resource, apiGroup, verb } = request.attributes
    if (!resourceRequest || !WRITES.includes(verb)) return false
    if (!resources.some((one) => one.resource === resource && (one.group ?? apiGroup) === apiGroup)) return false
    if (request.name === name || verb === 'deletecollection') return true
    if (verb === 'create' && request.name === '' && (request.code ?? 200) < 300) nameless += 1
    return false
  }
  return {
    request: (request) => {
      if (!isAsked(request)) return
      rows.push([
        ...[request.received, requestIn(request), objectIn(request), userOf(request), impersonatedIn(request)],
        ...[sourceIn(request), request.userAgent, outcomeOf(request), request.reason, request.auditID],
      ])
    },
    answer: () => ({
      tables: [
        {
          name: 'changes',
          columns: ['time', 'request', 'object', 'user', 'as', 'from', 'userAgent', 'code', 'why', 'auditID'],
          rows: rows.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
        },
      ],
      notes: [
        ...(rows.length === 0
          ? [`Nothing on record changed ${name}. That is no proof: the policy may log nothing of it.`]
          : []),
        ...(nameless === 0 ? [] : [`${nameless} creates are on record without the name of what they made.`]),
      ],
      events: [],
      holds: true,
    }),
  }
}

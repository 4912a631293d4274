import type { Cell } from '../answer.js'
import type { Question } from '../ask.js'
import type { LoggedRequest } from '../request.js'
import { impersonatedIn, objectIn, outcomeOf, requestIn, sourceIn, userOf } from '../words.js'

const READS: readonly string[] = ['get', 'list', 'watch']
const STREAMS: readonly string[] = ['exec', 'attach', 'portforward', 'proxy', 'log']

/** What a user did, in order, those whom it impersonated included: when, from where, and which data it read. */
export function timeline(user: string): Question {
  const rows: Cell[][] = []
  return {
    request: (request) => {
      const { attributes, impersonated } = request
      if (attributes.user?.name !== user && impersonated?.username !== user) return
      rows.push([
        ...[request.received, requestIn(request), objectIn(request), readIn(request), outcomeOf(request)],
        ...[sourceIn(request), request.userAgent, userOf(request), impersonatedIn(request), request.auditID],
      ])
    },
    answer: () => ({
      tables: [
        {
          name: 'timeline',
          columns: ['time', 'request', 'object', 'read', 'code', 'from', 'userAgent', 'user', 'as', 'auditID'],
          rows: rows.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
        },
      ],
      notes: [
        ...(rows.length === 0 ? [`Nothing of ${user} is on record.`] : []),
        'Events do not say where responses went: what was read may be anywhere.',
      ],
      events: [],
      holds: true,
    }),
  }
}

/** What of the cluster's data a request that went well handed out. */
function readIn({ attributes, code }: LoggedRequest): string {
  const { resourceRequest, verb, resource, subresource } = attributes
  if (!resourceRequest || code === null || code >= 400) return ''
  if (STREAMS.includes(subresource)) return `${subresource}, its data is not in the log`
  return READS.includes(verb) ? resource : ''
}

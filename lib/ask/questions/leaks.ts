import type { LogEvent } from '../../log/read-log.js'
import type { Cell } from '../answer.js'
import type { Question } from '../ask.js'
import { describeRequest } from '../../audit/describe.js'
import { attributesOfEvent } from '../../audit/attributes-of.js'
import { secretsIn } from '../secrets.js'

/** Credentials that a log holds: tokens, keys, the data of Secrets. They are named and measured, never written out. */
export function leaks(): Question {
  const rows: Cell[][] = []
  return {
    event: ({ event, file, line }: LogEvent) => {
      for (const { what, where, text } of secretsIn(event)) {
        rows.push([
          ...[event.stageTimestamp, what, where, masked(text), describeRequest(attributesOfEvent(event))],
          ...[event.user.username ?? '', event.auditID, `${file}:${line}`],
        ])
      }
    },
    answer: () => ({
      tables: [
        { name: 'leaks', columns: ['time', 'what', 'where', 'value', 'request', 'user', 'auditID', 'place'], rows },
      ],
      notes:
        rows.length === 0 ? ['No token, key or Secret was recognised. What has no shape of its own cannot be.'] : [],
      events: [],
      holds: rows.length === 0,
    }),
  }
}

/** Enough to find it again, too little to use it. */
function masked(text: string): string {
  return text.length < 16 ? `(${text.length} characters)` : `${text.slice(0, 4)}… (${text.length} characters)`
}

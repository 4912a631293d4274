import type { LogEvent } from '../../log/read-log.js'
import type { Question } from '../ask.js'

/** All Events of one auditID, in the order in which the server wrote them. */
export function show(auditID: string): Question {
  const found: LogEvent[] = []
  return {
    event: (event) => {
      if (event.event.auditID === auditID) found.push(event)
    },
    answer: () => ({
      tables: [
        {
          name: 'stages',
          columns: ['time', 'stage', 'level', 'code', 'verb', 'requestURI', 'user', 'place'],
          rows: found.map(({ event, file, line }) => [
            ...[event.stageTimestamp, event.stage, event.level, event.responseStatus?.code ?? null, event.verb],
            ...[event.requestURI, event.user.username ?? '', `${file}:${line}`],
          ]),
        },
      ],
      notes: found.length === 0 ? [`There is no Event of ${auditID}.`] : [],
      events: found.map(({ event }) => event),
      holds: found.length > 0,
    }),
  }
}

import type { Question } from '../ask.js'
import type { LoggedRequest } from '../request.js'
import { Tally } from '../tally.js'
import { impersonatedIn, outcomeOf, requestIn, sourceIn, userOf } from '../words.js'

/** Requests that were refused: by whom, what, how often, and why. */
export function denied(): Question {
  const tally = new Tally()
  return {
    request: (request) => {
      const { code, decision, namespace, reason, message } = request
      if (code !== 401 && code !== 403 && decision !== 'forbid') return
      tally.add(
        ...[userOf(request), impersonatedIn(request), requestIn(request), namespace, outcomeOf(request)],
        ...[sourceIn(request), decision === 'forbid' && reason !== '' ? reason : message],
      )
    },
    answer: () => answerOf('denied', ['user', 'as', 'request', 'namespace', 'code', 'from', 'why', 'requests'], tally),
  }
}

/** What each user did, how often, and how often it was refused. */
export function byUser(): Question {
  const tally = new Tally()
  return {
    request: (request) =>
      tally.add(userOf(request), impersonatedIn(request), requestIn(request), request.namespace, outcomeOf(request)),
    answer: () => answerOf('requests', ['user', 'as', 'request', 'namespace', 'code', 'requests'], tally),
  }
}

const OF: Readonly<Record<string, (request: LoggedRequest) => string>> = {
  user: userOf,
  request: requestIn,
  namespace: ({ namespace }) => namespace,
  userAgent: ({ userAgent }) => userAgent,
  from: sourceIn,
  code: outcomeOf,
}

/** The most of everything: users, requests, namespaces, clients, addresses. */
export function top(limit: number): Question {
  const tallies = Object.entries(OF).map(([name, of]) => ({ name, of, tally: new Tally() }))
  return {
    request: (request) => {
      for (const { of, tally } of tallies) tally.add(of(request))
    },
    answer: () => ({
      tables: tallies.map(({ name, tally }) => ({ name, columns: [name, 'requests'], rows: tally.rows(limit) })),
      notes: [],
      events: [],
      holds: true,
    }),
  }
}

function answerOf(name: string, columns: readonly string[], tally: Tally): ReturnType<Question['answer']> {
  return { tables: [{ name, columns, rows: tally.rows() }], notes: [], events: [], holds: true }
}

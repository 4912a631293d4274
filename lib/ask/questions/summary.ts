import type { Question } from '../ask.js'
import { Tally } from '../tally.js'
import { outcomeOf, requestIn, userOf } from '../words.js'

/** What is in a log: how much, from when to when, by whom, with what outcome. */
export function summary(top: number): Question {
  const [levels, users, requests, outcomes, nodes] = [new Tally(), new Tally(), new Tally(), new Tally(), new Tally()]
  let count = 0
  let [from, until] = ['', '']
  return {
    request: (request) => {
      count += 1
      const { received, node, level } = request
      if (received !== '' && (from === '' || received < from)) from = received
      if (received > until) until = received
      levels.add(level)
      users.add(userOf(request))
      requests.add(requestIn(request))
      outcomes.add(outcomeOf(request))
      if (node !== null) nodes.add(node)
    },
    answer: () => ({
      tables: [
        { name: 'log', columns: ['requests', 'from', 'until'], rows: [[count, from, until]] },
        { name: 'levels', columns: ['level', 'requests'], rows: levels.rows() },
        { name: 'outcomes', columns: ['code', 'requests'], rows: outcomes.rows() },
        { name: 'users', columns: ['user', 'requests'], rows: users.rows(top) },
        { name: 'requests', columns: ['request', 'requests'], rows: requests.rows(top) },
        { name: 'servers', columns: ['server', 'requests'], rows: nodes.rows() },
      ],
      notes: [],
      events: [],
      holds: true,
    }),
  }
}

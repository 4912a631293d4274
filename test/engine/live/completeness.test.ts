import { expect, test } from '@jest/globals'
import { shortfall } from '../../../lib/engine/live/completeness.js'
import type { AuditCounters } from '../../../lib/engine/live/metrics.js'

const start: AuditCounters = { events: 10, logErrors: 0, requests: 20, longRunning: 2, processStart: 1000 }
/** Five requests of ours, two Events each, all of them in the log. */
const held = { counters: { ...start, events: 20, requests: 25 }, expected: 5, lines: 20 }

test.each<[string, Partial<AuditCounters>, Partial<typeof held>]>([
  ['every request was evaluated and every Event is in the log', {}, {}],
  ['there are more lines than Events: the second scrape will tell', {}, { lines: 21 }],
  ['the server evaluated requests of its own too', { requests: 30 }, {}],
  ['what is not in the log was lost, and counted so', { logErrors: 3 }, { lines: 17 }],
  ['a watch that was there at the beginning has ended', { longRunning: 1 }, {}],
])('the log is complete when %s', (_, counters, now) => {
  expect(shortfall(start, { ...held, ...now, counters: { ...held.counters, ...counters } })).toBeNull()
})

test.each<[string, Partial<AuditCounters>, Partial<typeof held>, string]>([
  ['an Event is counted but not in the log', {}, { lines: 19 }, 'the server counts 20 Events, the log holds 19 lines'],
  [
    'fewer Events were lost than are missing',
    { logErrors: 1 },
    { lines: 18 },
    'the server counts 19 Events, the log holds 18 lines',
  ],
  ['a request is still on its way', { requests: 24 }, {}, '5 requests were sent, the server evaluated 4'],
  ['a watch has not ended', { longRunning: 3 }, {}, '1 long-running requests have not ended'],
  ['another process counts', { processStart: 1001 }, {}, 'kube-apiserver started anew in the middle of the run'],
])('the log is not complete when %s', (_, counters, now, sentence) => {
  expect(shortfall(start, { ...held, ...now, counters: { ...held.counters, ...counters } })).toBe(sentence)
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parseCounters } from '../../../lib/engine/live/metrics.js'

// From a KIND node of v1.34.4; levels and errors that it did not have are added as the server writes them.
const metrics = readFileSync('test/engine/live/fixtures/metrics.txt', 'utf8')

describe('parseCounters', () => {
  test('counts Events, requests of every level, and the errors of the log backend alone', () => {
    expect(parseCounters(metrics)).toMatchObject({ events: 67166, requests: 33273 + 1000 + 200, logErrors: 3 })
  })

  test('adds up the long-running requests of all resources', () => {
    expect(parseCounters(metrics).longRunning).toBe(1 + 1 + 5 + 1 + 2)
  })

  test('reads a number with an exponent', () => {
    expect(parseCounters(metrics).processStart).toBe(1795251804.78)
  })

  test('takes no metric for another whose name begins with its name', () => {
    const text = `${metrics}apiserver_audit_event_total_of_others 5\napiserver_longrunning_requests_ended{verb="WATCH"} 7\n`
    expect(parseCounters(text)).toEqual(parseCounters(metrics))
  })

  test('counts zero for what the server has not had yet: it leaves such counters out', () => {
    const text = metrics.replaceAll(/^apiserver_audit_error_total.*\n/gm, '')
    expect(parseCounters(text).logErrors).toBe(0)
  })
})

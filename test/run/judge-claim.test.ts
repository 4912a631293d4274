import { describe, expect, test } from '@jest/globals'
import { breaches } from '../../lib/run/judge-claim.js'
import type { Bounds } from '../../lib/run/judge-claim.js'
import { linesOf } from './fixtures.js'
import { observed, policyOf } from './support.js'

const NOTHING = { lines: [], target: '/version', method: 'GET', status: 200 }
const OMITS_END = policyOf('omitStages: [ResponseComplete]\nrules:\n  - level: RequestResponse')
const OMITS_ALL = policyOf('rules:\n  - {level: Metadata, omitStages: [RequestReceived, ResponseComplete]}')

describe('a claim holds', () => {
  test.each<[string, Bounds, string]>([
    ['at the least level', { atLeast: 'Metadata' }, 'metadata-get'],
    ['above the least level', { atLeast: 'Metadata' }, 'all-get'],
    ['at the most level', { atMost: 'Metadata' }, 'metadata-get'],
    ['below the most level', { atMost: 'Request' }, 'metadata-get'],
    ['for a 401 with its one Event', { atLeast: 'Metadata' }, 'unauthorized'],
    ['when the final Event matches', { event: { responseStatus: { code: 403 } } }, 'forbidden-delete'],
    [
      'when the Event of the stage matches',
      { stage: 'ResponseStarted', event: { responseStatus: { code: 200 } } },
      'all-watch',
    ],
    ['without bounds', {}, 'all-get'],
    [
      'when the policy omits the stage that the Event is held against',
      { stage: 'RequestReceived', event: { verb: 'x' } },
      'late-get',
    ],
  ])('%s', (_when, claim, auditID) => {
    expect(breaches(claim, observed(auditID))).toEqual([])
  })

  test.each<[string, Bounds]>([
    ['at least None', { atLeast: 'None' }],
    ['at most None', { atMost: 'None' }],
    ['an Event: whether there must be one is for atLeast to say', { event: { verb: 'never' } }],
  ])('without any Event: %s', (_what, claim) => {
    expect(breaches(claim, observed('all-get', NOTHING))).toEqual([])
  })
})

describe('a claim is broken', () => {
  test.each<[string, Bounds, ReturnType<typeof observed>, string[]]>([
    [
      'below the least level',
      { atLeast: 'Request' },
      observed('metadata-get'),
      ['logged at Metadata, expected at least Request'],
    ],
    [
      'without any Event',
      { atLeast: 'Metadata' },
      observed('all-get', NOTHING),
      ['left no Event, expected at least Metadata'],
    ],
    [
      'when every stage is omitted',
      { atLeast: 'Metadata' },
      observed('all-get', NOTHING, OMITS_ALL),
      [
        'left no Event (the policy decides Metadata, but omits RequestReceived, ResponseComplete), expected at least Metadata',
      ],
    ],
    [
      'when the policy omits ResponseComplete',
      { atLeast: 'Metadata' },
      observed('all-get', { lines: linesOf('all-get').slice(0, 1) }, OMITS_END),
      ['no outcome on record: the policy omits ResponseComplete'],
    ],
    [
      'when the end is missing',
      { atLeast: 'Metadata' },
      observed('bad-patch'),
      ['no outcome on record: its last Event is RequestReceived'],
    ],
    [
      'above the most level',
      { atMost: 'Metadata' },
      observed('request-create'),
      ['logged at Request, expected at most Metadata'],
    ],
    [
      'when the final Event differs',
      { event: { responseStatus: { code: 200 } } },
      observed('forbidden-delete'),
      ['ResponseComplete: responseStatus.code is 403, expected 200'],
    ],
    [
      'when there is no Event of the stage',
      { stage: 'Panic', event: { verb: 'get' } },
      observed('all-get'),
      ['no Event of stage Panic, expected one that matches'],
    ],
    [
      'in several ways at once',
      { atMost: 'Metadata', event: { verb: 'list' } },
      observed('all-get'),
      ['logged at RequestResponse, expected at most Metadata', 'ResponseComplete: verb is "get", expected "list"'],
    ],
  ])('%s', (_when, claim, request, reasons) => {
    expect(breaches(claim, request)).toEqual(reasons)
  })
})

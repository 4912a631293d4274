import { describe, expect, it } from '@jest/globals'
import { digestOf, sizeIndex } from '../../lib/audit/digest.js'
import type { Level } from '../../lib/audit/level.js'

const event = (stage: string, uri: string, rest = '') =>
  `{"kind":"Event","level":"RequestResponse","stage":"${stage}","requestURI":"${uri}","verb":"create","user":{"username":"jane"}${rest},"stageTimestamp":"é"}`

const bytes = (text: string) => Buffer.byteLength(text) + 1

describe('digestOf', () => {
  it('counts the Events and bytes of requests with equal attributes, by stage and decision', () => {
    const managed = '{"metadata":{"name":"x","managedFields":[]}}'
    const bare = '{"metadata":{"name":"x"}}'
    const received = event('RequestReceived', '/api/v1/namespaces/a/pods')
    const complete = (request: string, response: string) =>
      event('ResponseComplete', '/api/v1/namespaces/a/pods', `${request}${response}`)
    const line = complete(`,"requestObject":${managed}`, `,"responseObject":${managed}`)
    const other = event('RequestReceived', '/healthz')
    const digest = digestOf([received, line, line, other], 60)

    const at = (level: Level, text: string) => bytes(text.replace('RequestResponse', level))
    const constant = (text: string) => [
      at('Metadata', text),
      at('Request', text),
      at('RequestResponse', text),
      at('Request', text),
      at('RequestResponse', text),
    ]
    expect(digest.seconds).toBe(60)
    expect(digest.entries.map(({ attributes }) => attributes.path)).toEqual(['/api/v1/namespaces/a/pods', '/healthz'])
    expect(digest.entries.map(({ stages }) => stages)).toEqual([
      [
        { stage: 'RequestReceived', events: 1, bytes: constant(received) },
        {
          stage: 'ResponseComplete',
          events: 2,
          bytes: [
            2 * at('Metadata', complete('', '')),
            2 * at('Request', complete(`,"requestObject":${managed}`, '')),
            2 * at('RequestResponse', line),
            2 * at('Request', complete(`,"requestObject":${bare}`, '')),
            2 * at('RequestResponse', complete(`,"requestObject":${bare}`, `,"responseObject":${bare}`)),
          ],
        },
      ],
      [{ stage: 'RequestReceived', events: 1, bytes: constant(other) }],
    ])
  })
})

describe('sizeIndex', () => {
  it.each<[Exclude<Level, 'None'>, boolean, number]>([
    ['Metadata', false, 0],
    ['Metadata', true, 0],
    ['Request', false, 1],
    ['RequestResponse', false, 2],
    ['Request', true, 3],
    ['RequestResponse', true, 4],
  ])('finds %s with omitManagedFields %s at %i', (level, omitManagedFields, expected) => {
    expect(sizeIndex(level, omitManagedFields)).toBe(expected)
  })
})

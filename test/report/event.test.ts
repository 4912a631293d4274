import { describe, expect, test } from '@jest/globals'
import { shortEvent } from '../../lib/report/event.js'

describe('shortEvent', () => {
  test('shows the fields that tell why a claim failed, a line for each, in one order', () => {
    const event = {
      verb: 'get',
      auditID: 'a',
      level: 'Request',
      user: { username: 'jane', uid: '7', groups: ['developers'] },
    }
    expect(shortEvent(JSON.stringify(event))).toEqual([
      '{',
      '  "level": "Request",',
      '  "verb": "get",',
      '  "user": { "username": "jane", "groups": [ "developers" ] }',
      '}',
    ])
  })

  test.each([
    ['an object', { kind: 'Secret', apiVersion: 'v1', data: { password: 'hunter2' } }, 'v1 Secret, 65 characters'],
    ['a JSON patch', [{ op: 'add', value: 'hunter2' }], 'a body, 32 characters'],
    ['null', null, 'a body, 4 characters'],
  ])('names a body that is %s and does not show it', (_, requestObject, expected) => {
    expect(shortEvent(JSON.stringify({ requestObject }))).toEqual(['{', `  "requestObject": "${expected}"`, '}'])
  })

  test('cuts long texts', () => {
    const [, line] = shortEvent(JSON.stringify({ requestURI: `/${'a'.repeat(5000)}` }))
    expect(line).toMatch(/^ {2}"requestURI": "\/a{158}…"$/)
  })

  test.each(['{"cut": "hunter2', '"hunter2"', '["hunter2"]'])(
    'shows nothing of the line %s, which is no Event',
    (line) => {
      expect(shortEvent(line)).toEqual([`a line that is no JSON object, ${line.length} characters`])
    },
  )
})

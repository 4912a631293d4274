import { describe, expect, test } from '@jest/globals'
import { secretsOf } from '../../../lib/engine/live/secrets.js'
import type { Exchange } from '../../../lib/engine/live/trace.js'
import { loadScenario } from '../../../lib/scenario/load.js'

const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyb2JvdCJ9.c2lnbmF0dXJlLWJ5dGVz'
const PATH = 'responseObject.status.token'

const step = loadScenario(
  `name: tokens
about: The token of a ServiceAccount stays out of the log.
personas:
  jane: {user: jane}
steps:
  - id: token
    persona: jane
    run: kubectl create token robot
    expect:
      - {request: create serviceaccounts/token, atMost: Metadata, secret: [${PATH}]}
`,
  'tokens.yaml',
).steps[0]!

function answered(body: string, changed: Partial<Exchange> = {}): Exchange {
  return {
    auditID: 'a',
    persona: 'jane',
    method: 'POST',
    target: '/api/v1/namespaces/lab/serviceaccounts/robot/token',
    bringsCredential: false,
    status: 201,
    echoed: true,
    upgraded: false,
    error: null,
    body,
    ended: true,
    ...changed,
  }
}

describe('secretsOf', () => {
  test('takes the value out of JSON by its path', () => {
    const body = JSON.stringify({ metadata: { token: 'another' }, status: { token: TOKEN } })
    expect(secretsOf(step, [answered(body)], '')).toEqual([{ path: PATH, value: TOKEN }])
  })

  test('takes what the command printed when protobuf holds it', () => {
    expect(secretsOf(step, [answered('k8s\0\n\x05opaque\x12')], 'opaque\n')).toEqual([{ path: PATH, value: 'opaque' }])
  })

  test('finds a token in protobuf by its form when the command printed something else', () => {
    expect(secretsOf(step, [answered(`k8s\0\n${TOKEN}\x12`)], 'done')).toEqual([{ path: PATH, value: TOKEN }])
  })

  test.each([
    ['an answer that refuses', answered('{"kind":"Status"}', { status: 403 })],
    ['no answer', answered('', { status: null })],
    ['another request', answered('{}', { method: 'GET', target: '/api/v1/namespaces/lab/serviceaccounts/robot' })],
  ])('asks nothing of %s', (_, exchange) => {
    expect(secretsOf(step, [exchange], '')).toEqual([])
  })

  test.each([
    ['JSON without it', '{"status":{}}'],
    ['JSON where it is empty', '{"status":{"token":""}}'],
    ['protobuf without anything of the kind', 'k8s\0\n'],
  ])('is an error for %s: that it is not in the log could not be shown', (_, body) => {
    expect(() => secretsOf(step, [answered(body)], 'done')).toThrow(
      'step token: the answer to POST /api/v1/namespaces/lab/serviceaccounts/robot/token holds no readable responseObject.status.token',
    )
  })
})

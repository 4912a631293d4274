import { describe, expect, test } from '@jest/globals'
import { differingStep, signatureOf, withoutNames } from '../../../lib/engine/replay/same-requests.js'
import type { ScenarioExecution, TracedRequest } from '../../../lib/engine/execution.js'
import { step, traced } from '../../run/support.js'

type Ran = Extract<ScenarioExecution, { status: 'ran' }>

describe('withoutNames', () => {
  test.each([
    ['a variable', '/api/v1/namespaces/ns-1/pods', '/api/v1/namespaces/${namespace}/pods'],
    ['the longer of two variables that overlap', 'ns-1-x of ns-1', '${other} of ${namespace}'],
    ['a variable in percent-encoding', '?q=a%26b', '?q=${odd}'],
    ['the names of a ReplicaSet and of its Pod', '/pods/web-5bb9c88949-n2w9x', '/pods/web-generated'],
    ['the name of a ReplicaSet', '/replicasets/web-5bb9c88949', '/replicasets/web-generated'],
    ['versions', '?resourceVersion=12\\u0026x', '?resourceVersion=N\\u0026x'],
    ['the time that a watch lasts', '&timeoutSeconds=412&x', '&timeoutSeconds=N&x'],
  ])('leaves out %s', (_, text, expected) => {
    expect(withoutNames(text, { namespace: 'ns-1', other: 'ns-1-x', odd: 'a&b', empty: '' })).toBe(expected)
  })

  test.each(['/pods/web-server', '/pods/web-0', '/apis/apps/v1/deployments/web', '?limit=500'])('keeps %s', (text) => {
    expect(withoutNames(text, {})).toBe(text)
  })
})

test('a signature tells persona, method, target and answer, and nothing else', () => {
  const request = traced('get-secret')
  const signature = 'admin GET /api/v1/namespaces/${namespace}/secrets/db 200'
  expect(signatureOf(request, { namespace: 'shop' })).toBe(signature)
  expect(signatureOf({ ...request, auditID: 'other', lines: [] }, { namespace: 'shop' })).toBe(signature)
  expect(signatureOf({ ...request, status: null }, { namespace: 'shop' })).toMatch(/ no answer$/)
})

describe('differingStep', () => {
  const [one, other] = [traced('get-secret'), traced('all-list')]
  const ran = (...requests: readonly TracedRequest[]): Ran => ({
    scenario: 'acts',
    status: 'ran',
    variables: {},
    steps: [step('first', []), step('act', requests)],
    components: [],
    componentsUnknown: null,
  })

  test('says nothing of the same requests, in whatever order', () => {
    expect(differingStep(ran(one, other), ran(other, one))).toBeNull()
  })

  test.each<[string, Ran, Ran, RegExp]>([
    ['one request more', ran(one, other), ran(one), /^step act: 2 requests in one run, 1 in another; .*configmaps/],
    ['one request fewer', ran(one), ran(other, one), /^step act: 1 requests in one run, 2 in another; .*: admin GET/],
    ['another target', ran(one), ran(other), /^step act: 1 requests .*secrets\/db 200$/],
    ['another answer', ran(one), ran({ ...one, status: 404 }), /secrets\/db 200$/],
    ['another persona', ran(one), ran({ ...one, persona: 'jane' }), /: admin GET/],
    ['no such step', ran(one), { ...ran(), steps: [] }, /^step act: 1 requests in one run, 0 in another/],
  ])('tells %s', (_, first, second, message) => {
    expect(differingStep(first, second)).toMatch(message)
  })

  test('names of the run may differ', () => {
    const again = { ...one, target: one.target.replace('shop', 'shop-2') }
    const first = { ...ran(one), variables: { namespace: 'shop' } }
    expect(differingStep(first, { ...ran(again), variables: { namespace: 'shop-2' } })).toBeNull()
    expect(differingStep(first, { ...ran(again), variables: {} })).not.toBeNull()
  })
})

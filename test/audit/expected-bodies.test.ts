import { expect, it } from '@jest/globals'
import { attributesOfRequest } from '../../lib/audit/attributes-of.js'
import { expectedBodies, type Expectation } from '../../lib/audit/expected-bodies.js'

const PODS = '/api/v1/namespaces/default/pods'
const METRICS = '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods'

it.each<[string, string, number | null, Expectation, Expectation]>([
  ['POST', PODS, 201, 'certain', 'certain'],
  ['PUT', `${PODS}/a`, 200, 'certain', 'certain'],
  ['PATCH', `${PODS}/a`, 200, 'certain', 'certain'],
  ['DELETE', `${PODS}/a`, 200, 'possible', 'certain'],
  ['DELETE', PODS, 200, 'possible', 'certain'],
  ['GET', PODS, 200, 'never', 'certain'],
  ['POST', PODS, 199, 'possible', 'possible'],
  ['POST', PODS, 300, 'possible', 'possible'],
  ['POST', PODS, null, 'possible', 'possible'],
  ['POST', METRICS, 201, 'possible', 'possible'],
  ['GET', '/healthz', 200, 'never', 'possible'],
  ['POST', '/healthz', 200, 'never', 'possible'],
  ['GET', `${PODS}?watch=1`, 200, 'never', 'never'],
  ['GET', `${PODS}?watch=1`, 399, 'never', 'never'],
  ['GET', `${PODS}?watch=1`, 400, 'never', 'possible'],
  ['GET', `${PODS}?watch=1`, null, 'never', 'possible'],
])('of %s %s that was answered %p the request body is %s and the answer %s', (method, target, code, sent, answered) => {
  expect(expectedBodies(attributesOfRequest(method, target, null), code)).toEqual({
    requestObject: sent,
    responseObject: answered,
  })
})

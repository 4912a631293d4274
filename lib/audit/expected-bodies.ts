import type { Attributes } from './attributes.js'
import { isLongRunning } from './long-running.js'
import { isServedHere } from './served-here.js'

/** Whether a body stands in the Event that ends a request, at a level that logs it. In doubt `possible`. */
export type Expectation = 'certain' | 'possible' | 'never'

export interface ExpectedBodies {
  readonly requestObject: Expectation
  readonly responseObject: Expectation
}

const WRITES: readonly string[] = ['create', 'update', 'patch']
/** They may bring DeleteOptions. */
const DELETES: readonly string[] = ['delete', 'deletecollection']

/**
 * Which bodies kube-apiserver logs of a request that it answered with this status, where the level asks for them.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/audit/request.go, LogRequestObject, and its callers
 */
export function expectedBodies(request: Omit<Attributes, 'user'>, code: number | null): ExpectedBodies {
  const { verb, resourceRequest } = request
  const succeeded = Math.floor((code ?? 0) / 100) === 2
  if (isLongRunning(request)) {
    // What is streamed is not logged, only the Status that refuses the stream.
    return { requestObject: 'never', responseObject: code !== null && code < 400 ? 'never' : 'possible' }
  }
  const certain = succeeded && resourceRequest && isServedHere(request.apiGroup)
  const sends = resourceRequest && [...WRITES, ...DELETES].includes(verb)
  return {
    requestObject: !sends ? 'never' : certain && WRITES.includes(verb) ? 'certain' : 'possible',
    // Every handler answers with an object, those of deletes too.
    responseObject: certain ? 'certain' : 'possible',
  }
}

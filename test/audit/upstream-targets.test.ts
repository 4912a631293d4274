import { describe, expect, it } from '@jest/globals'
import { requestInfo, requestInfoOfVerb } from '../../lib/audit/request-info.js'
import { UPSTREAM_TARGETS } from './upstream-targets.js'

describe('requestInfo reads what kube-apiserver reads', () => {
  it.each(UPSTREAM_TARGETS)('from $method $target', ({ method, target, info }) => {
    expect(requestInfo(method, target)).toEqual(info)
  })
})

describe('requestInfoOfVerb reads from an Event what kube-apiserver reads', () => {
  it.each(UPSTREAM_TARGETS)('from $method $target', ({ requestURI, info }) => {
    expect(requestInfoOfVerb(info.verb, requestURI)).toEqual(info)
  })
})

import { describe, expect, test } from '@jest/globals'
import type { AuditEvent } from '../../lib/audit/event.js'
import { brokenPromises } from '../../lib/run/promises.js'
import { allLines } from './fixtures.js'
import { observed, parse, policyOf, type DecidedRequest } from './support.js'

/** Every request of the fixtures but the one whose ResponseComplete kube-apiserver 1.34 loses. */
const KEPT = [...new Set(allLines().map((line) => parse(line).auditID))].filter((auditID) => auditID !== 'bad-patch')

function changed(auditID: string, change: (event: AuditEvent, index: number) => AuditEvent | null): DecidedRequest {
  const request = observed(auditID)
  return { ...request, events: request.events.flatMap((event, index) => change(event, index) ?? []) }
}

const final = (fields: Partial<AuditEvent>) => (event: AuditEvent) =>
  event.stage === 'ResponseComplete' ? { ...event, ...fields } : event

const without =
  (field: 'requestObject' | 'responseObject') =>
  (event: AuditEvent): AuditEvent => {
    const rest = { ...event }
    Reflect.deleteProperty(rest, field)
    return rest
  }

describe('what kube-apiserver wrote keeps every promise', () => {
  test.each(KEPT)('%s', (auditID) => {
    expect(brokenPromises(observed(auditID))).toEqual([])
  })

  test('a request without Events has nothing to break', () => {
    expect(brokenPromises(observed('all-get', { lines: [] }))).toEqual([])
  })
})

describe('a broken promise is told', () => {
  test.each<[string, DecidedRequest, string]>([
    [
      'when the last stage is missing',
      observed('bad-patch', { status: 400 }),
      'its Events have the stages RequestReceived, expected RequestReceived, ResponseComplete',
    ],
    [
      'when a stage comes twice',
      changed('all-get', (event) => ({ ...event, stage: 'ResponseComplete' })),
      'its Events have the stages ResponseComplete, ResponseComplete, expected RequestReceived, ResponseComplete',
    ],
    [
      'when an omitted stage is there',
      { ...observed('metadata-get'), decision: observed('late-get').decision },
      'its Events have the stages RequestReceived, ResponseComplete, expected ResponseComplete',
    ],
    [
      'when a watch has no ResponseStarted',
      changed('all-watch', (event) => (event.stage === 'ResponseStarted' ? null : event)),
      'its Events have the stages RequestReceived, ResponseComplete, expected RequestReceived, ResponseStarted, ResponseComplete',
    ],
    [
      'when the Events carry different levels',
      changed('all-get', (event, index) => (index === 0 ? { ...event, level: 'Metadata' } : event)),
      'its Events carry different levels: Metadata, RequestResponse',
    ],
    [
      "when the level is not the deciding rule's",
      observed('metadata-get', {}, policyOf('rules:\n  - {level: None, users: [x]}\n  - {level: Request}')),
      'its Events carry Metadata, but rule 2 decides Request',
    ],
    [
      'when a requestObject stands at Metadata',
      changed('metadata-create', final({ requestObject: {} })),
      'a requestObject stands in ResponseComplete at Metadata',
    ],
    [
      'when a responseObject stands at Request',
      changed('request-create', final({ responseObject: {} })),
      'a responseObject stands in ResponseComplete at Request',
    ],
    [
      'when a body stands in RequestReceived',
      changed('all-create', (event) => ({ ...event, requestObject: {} })),
      'a requestObject stands in RequestReceived at RequestResponse',
    ],
    [
      'when a create has no requestObject at Request',
      changed('request-create', without('requestObject')),
      'no requestObject in ResponseComplete at Request',
    ],
    [
      'when a patch has no requestObject at Request',
      changed('request-patch', without('requestObject')),
      'no requestObject in ResponseComplete at Request',
    ],
    [
      'when a list has no responseObject at RequestResponse',
      changed('all-list', without('responseObject')),
      'no responseObject in ResponseComplete at RequestResponse',
    ],
  ])('%s', (_when, request, message) => {
    expect(brokenPromises(request)).toEqual([message])
  })
})

describe('no false alarm', () => {
  const bodiless = changed('all-get', without('responseObject'))

  test.each<[string, DecidedRequest]>([
    [
      'for a panic in place of the last stage',
      changed('all-get', (e) => (e.stage === 'RequestReceived' ? e : { ...e, stage: 'Panic' })),
    ],
    ['for a stream that is still open', changed('all-watch', (e) => (e.stage === 'ResponseComplete' ? null : e))],
    [
      'for a refused write without bodies',
      changed('all-create', (event) => ({ ...without('responseObject')(event), responseStatus: { code: 409 } })),
    ],
    ['for a request without its last stage that timed out', { ...observed('bad-patch'), status: 504 }],
    ['for an abandoned request without its last stage', { ...observed('bad-patch'), status: null }],
    [
      'for an aggregated API, which has no bodies',
      { ...bodiless, attributes: { ...bodiless.attributes, apiGroup: 'metrics.k8s.io' } },
    ],
    ['for a HEAD, which is a get without a body', { ...bodiless, method: 'HEAD' }],
    [
      'for a truncated Event',
      changed('all-get', (event) => ({
        ...without('responseObject')(event),
        annotations: { 'audit.k8s.io/truncated': 'true' },
      })),
    ],
    [
      'for a proxied request',
      { ...observed('all-watch'), attributes: { ...bodiless.attributes, subresource: 'proxy' } },
    ],
    ['for a policy that cannot be evaluated', { ...observed('late-get'), decision: null }],
  ])('%s', (_case, request) => {
    expect(brokenPromises(request)).toEqual([])
  })
})

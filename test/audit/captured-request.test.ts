import { expect, it } from '@jest/globals'
import { capturedRequest, type Body } from '../../lib/audit/captured-request.js'
import { linesOf } from '../run/fixtures.js'
import { parse } from '../run/support.js'

it('no Events show nothing of a request', () => {
  expect(capturedRequest([])).toEqual({ attributes: null, events: [], missing: [], mixed: false, repeated: false })
})

const managed = { metadata: { managedFields: [] } }

it.each<[string, unknown, Body]>([
  ['no body', undefined, 'absent'],
  ['an object with managedFields', managed, 'managed'],
  ['an object without', { metadata: {} }, 'unmanaged'],
  ['a list of which one item has them', { metadata: {}, items: [{ metadata: {} }, managed] }, 'managed'],
  ['a Table of which one row has them', { metadata: {}, rows: [{ object: managed }] }, 'managed'],
  ['a Table without objects', { metadata: {}, rows: [{ cells: [] }] }, 'other'],
  ['an empty list', { metadata: {}, items: [] }, 'other'],
  ['a Status', { kind: 'Status', metadata: {} }, 'other'],
  ['discovery', { kind: 'APIVersions', versions: ['v1'] }, 'other'],
  ['a patch that is a list', [], 'other'],
  ['null', null, 'other'],
])('the body of an Event may be %s', (_, body, expected) => {
  const events = linesOf('all-create').map(parse)
  const captured = capturedRequest(events.map((event) => ({ ...event, requestObject: body, responseObject: body })))
  for (const event of captured.events)
    expect(event).toMatchObject({ requestObject: expected, responseObject: expected })
})

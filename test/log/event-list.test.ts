import { expect, test } from '@jest/globals'
import { linesOfEventList } from '../../lib/log/event-list.js'

const HEAD = '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":'

test('each Event keeps its bytes and gets the head that a line of the log has', () => {
  const first =
    '"level":"RequestResponse","auditID":"a","requestObject":{"2":1,"1":10000000000000000001,"s":"\\u003c}]\\""}}'
  const second = '"level":"Metadata","auditID":"b"}'
  expect(linesOfEventList(`${HEAD}[{${first},{${second}]}\n`)).toEqual([
    `{"kind":"Event","apiVersion":"audit.k8s.io/v1",${first}`,
    `{"kind":"Event","apiVersion":"audit.k8s.io/v1",${second}`,
  ])
})

test('an Event that has its kind already is left as it is', () => {
  const event = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a"}'
  expect(linesOfEventList(`${HEAD}[${event}]}`)).toEqual([event])
})

test('an empty list has no lines', () => {
  expect(linesOfEventList(`${HEAD}[]}`)).toEqual([])
})

test.each(['', '[]', '{"kind":"PodList","apiVersion":"v1","items":[]}', `${HEAD.replace('/v1', '/v1beta1')}[]}`])(
  'what is no EventList of audit.k8s.io/v1 is none: %s',
  (text) => {
    expect(linesOfEventList(text)).toBeNull()
  },
)

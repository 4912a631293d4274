import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Unwrapper, type FoundEvent } from '../../lib/log/unwrap.js'

const EVENT = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Metadata',
  auditID: 'a',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/pods?x=\u003c',
  verb: 'list',
  user: { username: 'jane', groups: ['dev'] },
  sourceIPs: ['10.0.0.1'],
  requestReceivedTimestamp: '2026-02-03T10:11:12.000000Z',
  stageTimestamp: '2026-02-03T10:11:12.000000Z',
}
/** As the server writes it. */
const LINE = JSON.stringify(EVENT).replace('<', '\\u003c')
const OTHER = LINE.replace('"auditID":"a"', '"auditID":"b"')

function unwrap(text: string): { found: FoundEvent[]; problems: string[] } {
  const found: FoundEvent[] = []
  const problems: string[] = []
  const unwrapper = new Unwrapper(
    (event) => found.push(event),
    (line, message) => problems.push(`${line}: ${message}`),
  )
  text.split('\n').forEach((line, index) => unwrapper.push(line, index + 1))
  unwrapper.end()
  return { found, problems }
}

const json = JSON.stringify
const pretty = (value: unknown): string => JSON.stringify(value, null, 2)
const half = Math.floor(LINE.length / 2)
const [, ...withoutKind] = Object.entries(EVENT)
const item = Object.fromEntries(withoutKind.slice(1))

describe('what the server wrote is found as it stands in', () => {
  test.each([
    ['a line', LINE],
    ['a line that ends as on Windows', `${LINE}\r`],
    ['a line of CRI', `2026-02-03T10:11:12.123456789Z stdout F ${LINE}`],
    [
      'parts of a line of CRI',
      `2026-02-03T10:11:12.1Z stdout P ${LINE.slice(0, half)}\n2026-02-03T10:11:12.1Z stdout F ${LINE.slice(half)}`,
    ],
    ['a line of Docker', json({ log: `${LINE}\n`, stream: 'stdout', time: '2026-02-03T10:11:12Z' })],
    [
      'parts of a line of Docker',
      [LINE.slice(0, half), `${LINE.slice(half)}\n`]
        .map((log) => json({ log, stream: 'stdout', time: 't' }))
        .join('\n'),
    ],
    ['a record of Fluent Bit', json({ date: 1.5, log: LINE, stream: 'stdout', kubernetes: { pod_name: 'x' } })],
    ['a record of Fluent Bit with a time in front', json([1.5, { log: LINE }])],
    ['a record of Fluent Bit that CRI wrapped', json({ log: `2026-02-03T10:11:12.1Z stdout F ${LINE}` })],
    ['a record of Filebeat', json({ '@timestamp': 't', message: LINE, host: { name: 'x' } })],
    ['a line of logcli', json({ labels: { job: 'audit' }, line: LINE, timestamp: 't' })],
    ['a line of logcli without -o jsonl', `2026-02-03T10:11:12Z {job="audit"} ${LINE}`],
    ['an answer of Loki', json({ status: 'success', data: { result: [{ stream: {}, values: [['1', LINE]] }] } })],
    ['an answer of Loki in many lines', pretty({ data: { result: [{ stream: {}, values: [['1', LINE]] }] } })],
    [
      'a record of CloudWatch',
      json({ messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 1, message: LINE }] }),
    ],
    [
      'events of CloudWatch in many lines',
      pretty({ events: [{ message: LINE, timestamp: 1 }], searchedLogStreams: [] }),
    ],
    [
      'a result of CloudWatch Insights',
      pretty({
        results: [
          [
            { field: '@timestamp', value: 't' },
            { field: '@message', value: LINE },
          ],
        ],
      }),
    ],
    ['a line of aws logs tail', `2026-02-03T10:11:12.000000+00:00 kube-apiserver-audit-1 ${LINE}`],
    [
      'an EventList of a webhook',
      `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[{${LINE.slice(LINE.indexOf('"level"'))}]}`,
    ],
  ])('%s', (_name, text) => {
    const { found, problems } = unwrap(text)
    expect(problems).toEqual([])
    expect(found.map((one) => one.text)).toEqual([LINE])
    expect(found[0]).toMatchObject({ rewritten: false, line: 1, event: EVENT })
  })
})

describe('what something has written again is brought into the form of the server', () => {
  const reordered = Object.fromEntries(Object.entries(EVENT).reverse())
  test.each([
    ['an Event of jq', pretty(EVENT)],
    ['a list of Events of jq', pretty([EVENT])],
    ['an Event whose fields are in another order', json(reordered)],
    ['an Event that Fluent Bit merged into its record', json({ date: 1.5, ...EVENT, tag: 'x' })],
    ['an Event below a key of Fluent Bit', json({ date: 1.5, log_processed: EVENT })],
    ['an EventList in many lines', pretty({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [item] })],
  ])('%s', (_name, text) => {
    const { found, problems } = unwrap(text)
    expect(problems).toEqual([])
    expect(found.map((one) => one.text)).toEqual([LINE])
    expect(found[0]?.event).toMatchObject(EVENT)
  })
})

describe('what is no Event is told with its line, and the next one is read', () => {
  test.each([
    ['a torn line', LINE.slice(0, half), 'cut off in the middle'],
    ['a torn line and the next one in one', `${LINE.slice(0, half)}${LINE}`, 'not JSON: damaged, or two lines in one'],
    ['words', 'I1121 10:00:00 starting', 'not JSON'],
    ['zeros', '\0\0\0', 'zero bytes, as a crash of the machine leaves them'],
    [
      'the legacy format',
      '2026-02-03T10:11:12.1Z AUDIT: id="a" stage="b"',
      'the legacy format; the server must write --audit-log-format=json',
    ],
    ['other JSON', '{"a":1}', 'JSON, but no audit Event'],
    ['an Event of the core group', json({ kind: 'Event', apiVersion: 'v1', reason: 'x' }), 'JSON, but no audit Event'],
    ['an Event without a verb', LINE.replace('"verb":"list",', ''), 'an Event without verb'],
    ['an Event of a stage that is none', LINE.replace('"ResponseComplete"', '"Done"'), 'an Event of stage "Done"'],
    ['an Event of level None', LINE.replace('"Metadata"', '"None"'), 'an Event of level "None"'],
    ['an Event whose groups are a string', LINE.replace('["dev"]', '"dev"'), 'an Event whose user is none'],
    [
      'the first part of a line of CRI alone',
      `2026-02-03T10:11:12.1Z stdout P ${LINE.slice(0, half)}`,
      'a line of which the last part is missing',
    ],
    ['a document that does not end', '[\n  {', 'a document that does not end'],
  ])('%s', (_name, text, message) => {
    const { found, problems } = unwrap(`\n${text}\n${OTHER}`)
    // A part may be followed by what belongs to it, so that it is missed only where the next line begins.
    expect(problems).toEqual([`2: ${message}`])
    expect(found.map((one) => one.text)).toEqual([OTHER])
  })
})

test('a line of the server ends parts that were never finished', () => {
  const cri = (tag: string, text: string): string => `2026-02-03T10:11:12.1Z stdout ${tag} ${text}`
  const { found, problems } = unwrap([cri('P', LINE.slice(0, half)), cri('F', OTHER)].join('\n'))
  expect(problems).toEqual(['1: a line of which the last part is missing'])
  expect(found.map((one) => one.text)).toEqual([OTHER])
})

test('the machine that a collector names is kept', () => {
  const node = (text: string): unknown => unwrap(text).found[0]?.node
  expect(node(LINE)).toBeNull()
  expect(node(json({ log: LINE, kubernetes: { host: 'cp-1' } }))).toBe('cp-1')
  expect(node(json({ data: { result: [{ stream: { instance: 'cp-2' }, values: [['1', LINE]] }] } }))).toBe('cp-2')
  expect(node(json({ logStream: 'kube-apiserver-audit-3', logEvents: [{ message: LINE }] }))).toBe(
    'kube-apiserver-audit-3',
  )
})

test('no text makes it throw, and no Event is lost beside it', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', '\n', ' P'),
      fc.constant(LINE.slice(3, 40)),
      fc.string(),
    ),
    {
      maxLength: 30,
    },
  )
  fc.assert(
    fc.property(pieces, (all) => {
      const { found } = unwrap(`${all.join('')}\n${OTHER}`)
      expect(found.some((one) => one.text === OTHER)).toBe(true)
    }),
  )
})

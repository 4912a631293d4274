import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { EventSpans, scanEvent } from '../../lib/log/scan-event.js'
import { skipValue } from '../../lib/log/skip-json.js'
import { Unwrapper } from '../../lib/log/unwrap.js'
import { PartCounter } from '../../lib/measure/part-counter.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { Policy } from '../../lib/policy/policy.js'
import { measureEvent } from '../../lib/volume/measured-event.js'
import { Tally } from '../../lib/volume/tally.js'

const LINES = gunzipSync(readFileSync('scenarios/background/idle.jsonl.gz')).toString().trimEnd().split('\n')

const POLICIES: readonly Policy[] = [
  'rules: [{level: RequestResponse}]',
  'omitStages: [RequestReceived]\nrules: [{level: Metadata, users: [jane]}, {level: Request, verbs: [get, update]}]',
  'omitManagedFields: true\nrules: [{level: None, resources: [{resources: [pods]}]}, {level: RequestResponse}]',
  'rules: [{level: Request, resources: [{group: "", resources: ["*"], resourceNames: [a]}]}, {level: Metadata}]',
].map((text) => {
  const loaded = loadPolicy(`apiVersion: audit.k8s.io/v1\nkind: Policy\n${text}\n`, '')
  if (loaded.loaded === 'refused') throw new Error(loaded.message)
  return loaded.policy
})

/** Counted by JSON.parse, line by line. */
function plainly(text: string): unknown {
  const tally = new Tally(POLICIES, null)
  let [events, skipped] = [0, 0]
  const unwrapper = new Unwrapper(
    ({ event, text: line }) => {
      events += 1
      tally.add(measureEvent(event, line, '', tally.withoutManagedFields))
    },
    () => (skipped += 1),
  )
  text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .forEach((line, index) => unwrapper.push(line, index + 1))
  unwrapper.end()
  tally.settle()
  return { events, skipped, totals: tally.totals, times: tally.times.data() }
}

function fast(text: string): unknown {
  const counter = new PartCounter(POLICIES, null, 1 << 30)
  counter.begin({ path: 'x', node: null }, false)
  counter.push({ bytes: Buffer.from(`${text.replace(/^\uFEFF/, '')}\n`), tooLong: false })
  counter.end()
  const { events, skippedLines: skipped, totals, times } = counter.result()
  return { events, skipped, totals, times }
}

const head = (level: string, stage: string): string =>
  `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"${level}","auditID":"a","stage":"${stage}","requestURI":`

const json = fc.json({ maxDepth: 6 }).map((text) => JSON.stringify(JSON.parse(text)))
const hostileText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    ...[
      '","responseObject":{',
      '","stageTimestamp":"2026-02-03T10:11:12.123456Z"}',
      '\\',
      '"',
      '\\"',
      '\u2028',
      '}',
      '{',
    ],
    ...[',"requestReceivedTimestamp":"', 'managedFields', '<&>', '\u0000', 'patch.webhook.admission.k8s.io/x'],
  ),
)
const body: fc.Arbitrary<string> = fc.oneof(
  json,
  fc
    .dictionary(
      fc.oneof(hostileText, fc.constantFrom('requestObject', 'stageTimestamp', 'annotations', 'level')),
      hostileText,
    )
    .map((value) => JSON.stringify(value)),
  fc.constantFrom(
    ...['{"metadata":{"managedFields":[{"a":1}],"name":"x"}}', '{"a":1,"a":2}', '[]', '{}', '1e400', '-0.5E+3', 'null'],
    ...[
      '{"items":[{"metadata":{"managedFields":[]}}]}',
      `${'['.repeat(300)}${']'.repeat(300)}`,
      `${'{"a":'.repeat(1100)}1${'}'.repeat(1100)}`,
    ],
    // What is no JSON.
    ...[
      '{"a":}',
      '{"a" 1}',
      '[1,]',
      '01',
      '1.',
      '.5',
      'tru',
      '"\\x"',
      '"\\u12g4"',
      '"\t"',
      '{a:1}',
      '[1 2]',
      '{"a":1}}',
      '+1',
      '',
      ' {"a": 1} ',
    ],
  ),
)
const member = (name: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.option(value).map((text) => (text === null ? '' : `,"${name}":${text}`))
const text = hostileText.map((one) => JSON.stringify(one))
const user = fc.oneof(
  fc.constantFrom(
    '{}',
    '{"username":"jane","groups":["dev"]}',
    '{"username":"a","username":"jane"}',
    '{"groups":"dev"}',
    '{"username":1}',
  ),
  hostileText.map((name) => JSON.stringify({ username: name, groups: [name], extra: { x: [name] } })),
)
const uri = fc.oneof(
  fc.constantFrom(
    '"/api/v1/namespaces/n/pods/a"',
    '"/api/v1/namespaces/n/secrets"',
    '"\\u002fhealthz"',
    '"/api\\/v1/pods?watch=1"',
  ),
  text,
)
const annotations = fc.oneof(
  fc.constantFrom(
    ...['{"authorization.k8s.io/decision":"allow"}', '{"patch.webhook.admission.k8s.io/round_0_index_0":"x","z":"y"}'],
    ...[
      '{"audit.k8s.io/truncated":"true"}',
      '{"audit.k8s.io\\/truncated":"true"}',
      '{"\\u0061udit.k8s.io/truncated":"true"}',
      '{}',
      'null',
    ],
  ),
  fc.dictionary(hostileText, hostileText).map((value) => JSON.stringify(value)),
)
const time = fc.constantFrom(
  ...[
    '"2026-02-03T10:11:12.123456Z"',
    '"2026-02-03T10:59:59.999999Z"',
    '"2026-02-03T10:11:12Z"',
    '"2026-13-03T10:11:12.123456Z"',
  ],
  ...[
    '"2026-02-03T10:11:12.123456+01:00"',
    '"2026-02-03T24:00:00.000000Z"',
    '"2026-02-03T10:11:60.000000Z"',
    '"nonsense"',
    'null',
  ],
)
const status = fc.constantFrom(
  '{"metadata":{},"code":200}',
  '{"metadata":{},"code":404,"code":201}',
  '{"code":"200"}',
  '{}',
  'null',
)

const line: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('Metadata', 'Request', 'RequestResponse', 'None', 'Other'),
    fc.constantFrom('RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic', 'Done'),
    fc
      .tuple(uri, fc.constantFrom('"get"', '"update"', '"patch"', '"p\\u0061tch"', '""', '1'), user)
      .map(([a, b, c]) => `${a},"verb":${b},"user":${c}`),
    fc
      .tuple(
        ...[member('impersonatedUser', user), member('sourceIPs', json), member('userAgent', text)],
        ...[member('objectRef', json), member('responseStatus', status), member('level', text)],
        ...[member('requestObject', body), member('responseObject', body)],
      )
      .map((all) => all.join('')),
    fc
      .tuple(time, time, member('annotations', annotations))
      .map(([a, b, c]) => `,"requestReceivedTimestamp":${a},"stageTimestamp":${b}${c}`),
    fc.constantFrom('}', '}', '}', '}\r', '} ', '', ',"x":1}', '}}'),
  )
  .map(([level, stage, request, members, times, end]) => `${head(level, stage)}${request}${members}${times}${end}`)

/** Something happens to a line on a disk. */
const damaged = fc
  .tuple(line, line, fc.nat(), fc.nat(), fc.constantFrom('torn', 'joined', 'changed', 'cut out'))
  .map(([one, other, a, b, what]) => {
    const [at, to] = [a % (one.length + 1), b % (one.length + 1)]
    if (what === 'torn') return one.slice(0, at)
    if (what === 'joined') return one.slice(0, at) + other
    if (what === 'changed') return `${one.slice(0, at)}${'"\\{}[],:x'[b % 9]}${one.slice(at + 1)}`
    return one.slice(0, Math.min(at, to)) + one.slice(Math.max(at, to))
  })

/** One line. */
const isLine = (one: string): boolean => !one.includes('\n')

describe('what is counted without parsing is what parsing counts', () => {
  test('in the recorded background', () => {
    const all = LINES.join('\n')
    expect(fast(all)).toEqual(plainly(all))
  })

  test('in recorded lines that are damaged', () => {
    const some = fc
      .tuple(fc.constantFrom(...LINES.slice(0, 300)), fc.nat(), fc.integer({ min: 0, max: 8 }))
      .map(([one, at, index]) => {
        const place = at % one.length
        return `${one.slice(0, place)}${['', '"', '\\', '{', '}', ',', ' ', '\0', ':'][index]}${one.slice(place + (at % 3))}`
      })
    fc.assert(
      fc.property(fc.array(some.filter(isLine), { maxLength: 5 }), (lines) =>
        expect(fast(lines.join('\n'))).toEqual(plainly(lines.join('\n'))),
      ),
      { numRuns: 300 },
    )
  })

  test('in hostile lines', () => {
    const lines = fc.array(fc.oneof({ weight: 3, arbitrary: line }, damaged).filter(isLine), { maxLength: 6 })
    const log = fc
      .tuple(lines, fc.constantFrom('\n', '\r\n', '\n\n'), fc.constantFrom('', '\uFEFF'))
      .map(([all, end, mark]) => mark + all.join(end))
    fc.assert(
      fc.property(log, (all) => expect(fast(all)).toEqual(plainly(all))),
      { numRuns: 1500 },
    )
  })
})

test('lines of a server are counted without being parsed', () => {
  const spans = new EventSpans()
  const scanned = LINES.filter((one) => {
    const bytes = Buffer.from(`${one}\n`)
    return scanEvent(bytes, 0, bytes.length - 1, spans)
  })
  expect(scanned).toHaveLength(LINES.length)
})

test('what is skipped as JSON is JSON', () => {
  const anything = fc.oneof(
    json,
    body,
    fc
      .array(fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', '-', 'e', '.', 'true', 'null', '\\', 'u00e4'))
      .map((all) => all.join('')),
  )
  fc.assert(
    fc.property(anything, (value) => {
      const bytes = Buffer.from(`${value}\n`)
      const end = skipValue(bytes, 0)
      if (end === bytes.length - 1) expect(() => JSON.parse(value) as unknown).not.toThrow()
      else if (!/\s/.test(value) && value.length < 900) expect(() => JSON.parse(value) as unknown).toThrow()
    }),
    { numRuns: 3000 },
  )
})

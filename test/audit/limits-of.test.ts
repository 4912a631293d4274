import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { capturedRequest } from '../../lib/audit/captured-request.js'
import { leftOpen, type FoundLimit, type Taken } from '../../lib/audit/found-limit.js'
import { LEVELS, STAGES, type Level, type Stage } from '../../lib/audit/level.js'
import { limitsOf } from '../../lib/audit/limits-of.js'
import { projectLine, type Shape } from '../../lib/audit/project.js'
import { groupBy } from '../../lib/util/group.js'
import { allLines, linesOf } from '../run/fixtures.js'
import { parse } from '../run/support.js'

const shape = (level: Level, ...omitStages: Stage[]): Shape => ({ level, omitStages, omitManagedFields: false })
const withoutManagedFields = (level: Level): Shape => ({ level, omitStages: [], omitManagedFields: true })

const EVERYTHING = shape('RequestResponse')
const RECORDED: Taken = { under: EVERYTHING, complete: true }
const FOUND_SOMEWHERE: Taken = { under: null, complete: false }

const limits = (lines: readonly string[], wanted: Shape, taken: Taken): FoundLimit[] =>
  limitsOf(capturedRequest(lines.map(parse)), wanted, taken)

/** `thinner-level`, and `thinner-level?` where the Events leave it open. */
const words = (found: readonly FoundLimit[]): string[] =>
  found.map(({ limit, certain }) => `${limit}${certain ? '' : '?'}`).sort()

/** Lines that kube-apiserver 1.34.4 wrote for the same requests under several policies; ids, times and hosts made equal. */
function projected(policy: string): Map<string, string[]> {
  const file = path.join('test', 'audit', 'fixtures', 'projection', `${policy}.log`)
  return groupBy(readFileSync(file, 'utf8').trimEnd().split('\n'), (line) => parse(line).auditID)
}

const project = (lines: readonly string[], wanted: Shape): string[] =>
  lines.flatMap((line) => projectLine(line, wanted) ?? [])

/** The Events of each request that some server wrote under a policy that logs all of it. */
const REQUESTS: string[][] = [
  ...projected('catch-all').values(),
  ...groupBy(
    allLines().filter((line) => line.includes('"level":"RequestResponse"')),
    (line) => parse(line).auditID,
  ).values(),
]

describe('a capture of everything, complete', () => {
  it.each(LEVELS)('tells all of each request under %s, whatever is omitted', (level) => {
    for (const lines of REQUESTS) {
      for (const omitManagedFields of [true, false]) {
        for (const stage of STAGES) {
          expect(words(limits(lines, { level, omitStages: [stage], omitManagedFields }, RECORDED))).toEqual([])
        }
      }
    }
  })
})

const POLICIES: Readonly<Record<string, Shape>> = {
  metadata: shape('Metadata'),
  request: shape('Request'),
  'request-omit-managed-fields': withoutManagedFields('Request'),
  'request-response-omit-managed-fields': withoutManagedFields('RequestResponse'),
  'catch-all': EVERYTHING,
}

describe('a server wrote the same requests under five policies', () => {
  const pairs = Object.keys(POLICIES).flatMap((source) => Object.keys(POLICIES).map((wanted) => [source, wanted]))

  it.each(pairs as [string, string][])(
    'from %s: wherever the lines under %s cannot be cut from it, a limit says so',
    (source, wanted) => {
      const [taken, shaped] = [POLICIES[source]!, POLICIES[wanted]!]
      const others = projected(wanted)
      let exact = 0
      for (const [auditID, lines] of projected(source)) {
        const isRight = project(lines, shaped).join() === others.get(auditID)!.join()
        for (const under of [taken, null]) {
          const open = leftOpen(limits(lines, shaped, { under, complete: true }))
          if (open === 'nothing') expect(isRight).toBe(true)
          // Level and stages are right wherever they are said to be.
          if (open === 'body' || open === 'bytes') {
            const outline = (line: string): string => `${parse(line).level} ${parse(line).stage}`
            expect(project(lines, shaped).map(outline)).toEqual(others.get(auditID)!.map(outline))
          }
          if (under !== null && open === 'nothing') exact += 1
        }
      }
      // The other way round a limit on everything would do.
      if (source === wanted || source === 'catch-all' || wanted === 'metadata') expect(exact).toBe(others.size)
      else expect(exact).toBeGreaterThan(0)
    },
  )
})

describe('a request under any policy, from the log of any other', () => {
  const anyShape: fc.Arbitrary<Shape> = fc.record({
    level: fc.constantFrom(...LEVELS),
    // What is omitted hides all else, so often nothing is.
    omitStages: fc.oneof(fc.constant([]), fc.subarray([...STAGES])),
    omitManagedFields: fc.boolean(),
  })

  it('is projected byte for byte, or a limit says what is left open', () => {
    const seen = { nothing: 0, bytes: 0, body: 0, cell: 0 }
    fc.assert(
      fc.property(
        fc.constantFrom(...REQUESTS),
        anyShape,
        anyShape,
        fc.boolean(),
        fc.boolean(),
        (lines, under, wanted, isKnown, complete) => {
          const source = project(lines, under)
          const truth = project(lines, wanted)
          const found = limits(source, wanted, { under: isKnown ? under : null, complete })
          const open = leftOpen(found)
          seen[open] += 1
          if (open === 'nothing') expect(project(source, wanted)).toEqual(truth)
          if (open !== 'cell') expect(project(source, wanted)).toHaveLength(truth.length)
          // What is left open is "at least".
          expect(project(source, wanted).join('').length).toBeLessThanOrEqual(truth.join('').length)
        },
      ),
      { numRuns: 5000 },
    )
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10)
  })

  it('leaves nothing open under the policy that wrote the log', () => {
    fc.assert(
      fc.property(fc.constantFrom(...REQUESTS), anyShape, (lines, under) => {
        const source = project(lines, under)
        if (source.length > 0) expect(limits(source, under, { under, complete: true })).toEqual([])
      }),
    )
  })
})

describe('real lines of a thinner policy', () => {
  it.each<[string, string, Shape, Taken, string[]]>([
    [
      'a create at Metadata lacks what was sent',
      'metadata-create',
      shape('Request'),
      FOUND_SOMEWHERE,
      ['thinner-level'],
    ],
    ['a patch at Metadata lacks what was sent', 'metadata-patch', shape('Request'), FOUND_SOMEWHERE, ['thinner-level']],
    ['a delete may have sent something', 'metadata-delete', shape('Request'), FOUND_SOMEWHERE, ['thinner-level?']],
    [
      'a get sends nothing, so Request shows no more than Metadata',
      'metadata-get',
      shape('Request'),
      FOUND_SOMEWHERE,
      [],
    ],
    ['a get at Metadata lacks the answer', 'metadata-get', EVERYTHING, FOUND_SOMEWHERE, ['thinner-level']],
    ['a list at Request lacks the answer', 'request-list', EVERYTHING, FOUND_SOMEWHERE, ['thinner-level']],
    ['what a watch streams is never logged', 'metadata-watch', EVERYTHING, FOUND_SOMEWHERE, []],
    ['nothing is lacking for as much', 'request-update', shape('Metadata'), FOUND_SOMEWHERE, []],
    ['nothing is lacking for None', 'late-get', shape('None'), FOUND_SOMEWHERE, []],
    [
      'no body is lacking of a stage that is omitted',
      'metadata-create',
      shape('RequestResponse', 'ResponseComplete', 'Panic'),
      FOUND_SOMEWHERE,
      [],
    ],
    [
      'a lone ResponseComplete lacks RequestReceived',
      'late-create',
      shape('Metadata'),
      FOUND_SOMEWHERE,
      ['missing-stage'],
    ],
    [
      'no policy that omits it, too, misses it',
      'late-create',
      shape('Metadata', 'RequestReceived'),
      FOUND_SOMEWHERE,
      [],
    ],
    [
      'a watch may lack ResponseStarted',
      'late-watch',
      shape('Metadata', 'RequestReceived'),
      FOUND_SOMEWHERE,
      ['missing-stage'],
    ],
    ['a delete at Metadata lacks the answer', 'metadata-delete', EVERYTHING, FOUND_SOMEWHERE, ['thinner-level']],
    [
      'a write at Request lacks the answer, and perhaps managedFields',
      'request-create',
      EVERYTHING,
      FOUND_SOMEWHERE,
      ['managed-fields-omitted?', 'thinner-level'],
    ],
    ['a 401 lacks no stage', 'unauthorized', EVERYTHING, FOUND_SOMEWHERE, []],
    ['a refused timeout= lacks no stage', 'bad-timeout', EVERYTHING, FOUND_SOMEWHERE, []],
    ['a refused exec lacks nothing', 'forbidden-exec', EVERYTHING, FOUND_SOMEWHERE, []],
  ])('%s', (_, auditID, wanted, taken, expected) => {
    expect(words(limits(linesOf(auditID), wanted, taken))).toEqual(expected)
  })

  const metadataOf = (lines: readonly string[]): string[] => project(lines, shape('Metadata'))

  it('an answer that is no success may have been logged or not', () => {
    expect(words(limits(metadataOf(linesOf('query')), EVERYTHING, FOUND_SOMEWHERE))).toEqual(['thinner-level?'])
    expect(words(limits(metadataOf(linesOf('forbidden-exec')), EVERYTHING, FOUND_SOMEWHERE))).toEqual([
      'thinner-level?',
    ])
  })

  it.each(['delete', 'patch'])('what a %s of a path without a resource sends is never logged', (verb) => {
    const lines = metadataOf(linesOf('healthz')).map((line) => line.replace('"verb":"get"', `"verb":"${verb}"`))
    expect(limits(lines, shape('Request'), FOUND_SOMEWHERE)).toEqual([])
  })

  it('a request that was logged at None, or not at all, is unknown under every policy', () => {
    for (const level of LEVELS)
      expect(limits([], shape(level), FOUND_SOMEWHERE)).toEqual([{ limit: 'never-logged', certain: true }])
  })

  it.each<[string, Taken, string[]]>([
    [
      'certainly, when the policy is known to omit it',
      { under: shape('Metadata', 'ResponseComplete'), complete: true },
      ['missing-stage'],
    ],
    ['perhaps, when nobody knows the policy', FOUND_SOMEWHERE, ['missing-stage?']],
    ['perhaps, when it may have been lost', { under: shape('Metadata'), complete: false }, ['missing-stage?']],
    ['not, when the log is complete: it never came', { under: shape('Metadata'), complete: true }, []],
  ])('the end of a get is missing: %s', (_, taken, expected) => {
    expect(words(limits(linesOf('metadata-get').slice(0, 1), shape('Metadata'), taken))).toEqual(expected)
  })

  it('where no end is on record it may have been a Panic', () => {
    const [received = ''] = linesOf('metadata-get')
    const onlyPanic = shape('Metadata', 'ResponseComplete')
    expect(words(limits([received], onlyPanic, FOUND_SOMEWHERE))).toEqual(['missing-stage?'])
    expect(limits([received], onlyPanic, { under: onlyPanic, complete: true })).toEqual([])
    expect(limits([received], onlyPanic, { under: onlyPanic, complete: false })).toEqual([])
    expect(words(limits([received], onlyPanic, { under: shape('Metadata', 'Panic'), complete: true }))).toEqual([
      'missing-stage',
    ])
  })

  it('nothing is missing after a Panic but what came before it', () => {
    const [received = '', complete = ''] = linesOf('metadata-get')
    const panic = complete.replace('"stage":"ResponseComplete"', '"stage":"Panic"')
    expect(limits([received, panic], shape('Metadata'), FOUND_SOMEWHERE)).toEqual([])
    expect(words(limits([panic], shape('Metadata'), FOUND_SOMEWHERE))).toEqual(['missing-stage'])
  })
})

describe('a stream that had not ended', () => {
  const open = linesOf('all-watch').slice(0, 2)
  const kept: Taken = { under: EVERYTHING, complete: false }

  it.each<[string, Shape, Taken, string[]]>([
    ['is open so far, when its end would have been logged', EVERYTHING, kept, ['open-stream?']],
    ['is open so far, when one stage of it is kept', shape('Metadata', 'RequestReceived'), kept, ['open-stream?']],
    [
      'is None or not, when no stage so far is kept',
      shape('Metadata', 'RequestReceived', 'ResponseStarted'),
      kept,
      ['missing-stage?'],
    ],
    [
      'lacks its end, when the policy is known to omit it',
      EVERYTHING,
      { under: shape('RequestResponse', 'ResponseComplete'), complete: false },
      ['missing-stage'],
    ],
    ['may lack its end, when nobody knows the policy', EVERYTHING, FOUND_SOMEWHERE, ['missing-stage?']],
    ['lacks nothing in a complete log', EVERYTHING, RECORDED, []],
  ])('%s', (_, wanted, taken, expected) => {
    expect(words(limits(open, wanted, taken))).toEqual(expected)
  })

  it('has passed ResponseStarted for certain only when it has ended', () => {
    const [received = '', , complete = ''] = linesOf('all-watch')
    expect(words(limits([received], shape('Metadata', 'ResponseComplete', 'Panic'), kept))).toEqual(['missing-stage?'])
    expect(words(limits([received, complete], EVERYTHING, kept))).toEqual(['missing-stage'])
  })
})

describe('a patch whose body could not be written', () => {
  const lines = linesOf('bad-patch')

  it.each<[string, Shape, Taken, string[]]>([
    ['may have an end at Metadata', shape('Metadata'), FOUND_SOMEWHERE, ['unencodable-body?']],
    [
      'may have, too, when the policy is known',
      shape('Metadata'),
      { under: EVERYTHING, complete: false },
      ['unencodable-body?'],
    ],
    [
      'lacks it for another reason when the policy omits it',
      shape('Metadata'),
      { under: shape('Request', 'ResponseComplete'), complete: false },
      ['missing-stage'],
    ],
    ['is told where no end is kept', shape('Metadata', 'ResponseComplete', 'Panic'), FOUND_SOMEWHERE, []],
  ])('%s', (_, wanted, taken, expected) => {
    expect(words(limits(lines, wanted, taken))).toEqual(expected)
  })

  it('may have been sent at any level that logs it', () => {
    for (const level of ['Request', 'RequestResponse'] as const) {
      const left = project(lines, shape(level))
      expect(words(limits(left, shape('Metadata'), FOUND_SOMEWHERE))).toEqual(['unencodable-body?'])
    }
  })

  it('is none whose end is there', () => {
    const complete = linesOf('request-patch').slice(1)
    expect(words(limits(complete, shape('Metadata'), FOUND_SOMEWHERE))).toEqual(['missing-stage'])
  })

  it('is none of a path without a resource', () => {
    const [received = ''] = linesOf('healthz')
    const patch = received.replace('"verb":"get"', '"verb":"patch"')
    expect(words(limits([patch], shape('Metadata'), FOUND_SOMEWHERE))).toEqual(['missing-stage?'])
  })

  it('is none at Metadata, where no body is written, and none of another verb', () => {
    const received = linesOf('metadata-patch').slice(0, 1)
    expect(words(limits(received, shape('Metadata'), FOUND_SOMEWHERE))).toEqual(['missing-stage?'])
    expect(words(limits(linesOf('all-update').slice(0, 1), shape('Metadata'), FOUND_SOMEWHERE))).toEqual([
      'missing-stage?',
    ])
  })
})

describe('truncated Events', () => {
  const [received = '', complete = ''] = linesOf('all-create')
  /** As the truncating backend makes it: no bodies, and an annotation of its own, in the order of the keys. */
  const atMetadata = projectLine(complete, shape('Metadata')) ?? ''
  const truncated = atMetadata
    .replace('"level":"Metadata"', '"level":"RequestResponse"')
    .replace('"annotations":{', '"annotations":{"audit.k8s.io/truncated":"true",')
  const lines = [received, truncated]

  it.each<Level>(['Request', 'RequestResponse'])('leave the bodies open at %s, in a recording too', (level) => {
    expect(words(limits(lines, shape(level), RECORDED))).toEqual(['truncated'])
  })

  it('are at Metadata what they would have been', () => {
    expect(limits(lines, shape('Metadata'), RECORDED)).toEqual([])
    expect(projectLine(truncated, shape('Metadata'))).toBe(atMetadata)
    expect(truncated).not.toBe(atMetadata)
  })

  it('of a stage that is omitted leave nothing open', () => {
    expect(limits(lines, shape('Request', 'ResponseComplete'), RECORDED)).toEqual([])
  })

  it('with their bodies, in a second backend, lack nothing', () => {
    const whole = complete.replace('"annotations":{', '"annotations":{"audit.k8s.io/truncated":"true",')
    expect(limits([received, whole], EVERYTHING, RECORDED)).toEqual([])
    const [, sent = ''] = linesOf('request-create')
    const marked = (line: string): string =>
      line.replace('"annotations":{', '"annotations":{"audit.k8s.io/truncated":"true",')
    expect(limits([marked(sent)], shape('Request'), RECORDED)).toEqual([])
    const [, answered = ''] = linesOf('all-get')
    expect(limits([marked(answered)], EVERYTHING, RECORDED)).toEqual([])
  })
})

describe('latency annotations', () => {
  const slow = linesOf('all-watch').map((line) =>
    line.replace(/("stage":"ResponseComplete".*"annotations":\{)/, '$1"apiserver.latency.k8s.io/total":"1.2s",'),
  )

  it('leave bytes open where the Event that bears them is logged', () => {
    expect(words(limits(slow, shape('Metadata'), RECORDED))).toEqual(['latency-annotations'])
    expect(words(limits(slow, shape('Metadata', 'ResponseStarted'), RECORDED))).toEqual(['latency-annotations'])
    expect(leftOpen(limits(slow, shape('Metadata'), RECORDED))).toBe('bytes')
  })

  it('leave nothing open elsewhere', () => {
    expect(limits(slow, shape('Metadata', 'ResponseComplete'), RECORDED)).toEqual([])
    expect(limits(slow, shape('None'), RECORDED)).toEqual([])
  })
})

describe('an auditID that stands for several requests', () => {
  const [received = '', complete = ''] = linesOf('all-get')
  const as = (auditID: string): string[] =>
    linesOf(auditID).map((line) => line.replace(`"auditID":"${auditID}"`, '"auditID":"all-get"'))

  it.each<[string, string[]]>([
    ['of another verb', [received, ...as('all-delete').slice(1)]],
    ['of another verb and URI', [received, complete, ...as('all-list')]],
    ['of another URI', [received, ...as('get-secret').slice(1)]],
    ['of another user', [received, ...as('metadata-get').slice(1)]],
    ['of the same kind', [received, complete, received, complete]],
    ['of the same kind, one of which had no start', [received, complete, complete]],
    ['of two watches', [...linesOf('all-watch'), ...linesOf('all-watch')]],
    [
      'of watches of two users, one of which had no start',
      [...linesOf('all-watch'), ...linesOf('metadata-watch').slice(1)],
    ],
  ])('leaves everything open, even None: one %s', (_, lines) => {
    for (const level of LEVELS)
      expect(limits(lines, shape(level), RECORDED)).toEqual([{ limit: 'reused-audit-id', certain: true }])
  })

  it('may be one watch of which the server wrote too much', () => {
    const [start = '', started = '', end = ''] = linesOf('all-watch')
    // https://github.com/kubernetes/kubernetes/issues/126466
    const twice = [start, started, end, started, end]
    expect(words(limits(twice, EVERYTHING, RECORDED))).toEqual(['watch-events-twice?'])
    expect(words(limits(twice.slice(1), EVERYTHING, RECORDED))).toEqual(['reused-audit-id?', 'watch-events-twice?'])
  })
})

describe('a body that is not there though the level asks for it', () => {
  const without = (auditID: string, ...fields: string[]): string[] =>
    linesOf(auditID).map((line) => {
      const event = parse(line) as unknown as Record<string, unknown>
      for (const field of fields) Reflect.deleteProperty(event, field)
      return JSON.stringify(event)
    })
  const aggregated = (lines: readonly string[]): string[] =>
    lines.map((line) => line.replaceAll('/api/v1/', '/apis/metrics.k8s.io/v1beta1/'))

  it('was perhaps not encoded, when what collected the log may have cut it out as well', () => {
    const lines = without('all-get', 'responseObject')
    expect(words(limits(lines, EVERYTHING, { ...RECORDED, complete: false }))).toEqual(['body-not-encoded?'])
    expect(limits(lines, EVERYTHING, RECORDED)).toEqual([])
    expect(limits(lines, shape('Request'), FOUND_SOMEWHERE)).toEqual([])
  })

  it.each<[string, string, Level, string[]]>([
    ['a list', 'all-list', 'RequestResponse', ['aggregated-api?']],
    ['a list, of which Request shows nothing anyway', 'all-list', 'Request', []],
    ['a create', 'all-create', 'RequestResponse', ['aggregated-api?']],
    ['a create', 'all-create', 'Request', ['aggregated-api?']],
    ['a create', 'all-create', 'Metadata', []],
    ['a watch, which has none', 'all-watch', 'RequestResponse', []],
  ])(
    'is of an aggregated API perhaps, when the group is not one of the server: %s, %s, at %s',
    (_, auditID, level, expected) => {
      const lines = aggregated(without(auditID, 'requestObject', 'responseObject'))
      expect(words(limits(lines, shape(level), RECORDED))).toEqual(expected)
      expect(leftOpen(limits(lines, shape(level), RECORDED))).toBe('nothing')
    },
  )

  it('is no sign of an aggregated API when a custom resource has its bodies, or was refused', () => {
    expect(limits(aggregated(linesOf('all-create')), EVERYTHING, RECORDED)).toEqual([])
    expect(limits(aggregated(without('forbidden-delete', 'responseObject')), EVERYTHING, RECORDED)).toEqual([])
    expect(limits(without('query', 'responseObject'), EVERYTHING, FOUND_SOMEWHERE)).toEqual([])
    expect(limits(without('healthz'), EVERYTHING, FOUND_SOMEWHERE)).toEqual([])
  })
})

describe('managedFields', () => {
  const omitted = projected('request-response-omit-managed-fields')
  const lines = (auditID: string): string[] => omitted.get(auditID)!
  const known: Taken = { under: withoutManagedFields('RequestResponse'), complete: true }

  it.each<[string, string, Shape, Taken, string[]]>([
    ['may lack in a get', 'lab-008', EVERYTHING, known, ['managed-fields-omitted?']],
    ['may lack in the items of a list', 'lab-009', EVERYTHING, known, ['managed-fields-omitted?']],
    ['may lack in the rows of a Table', 'lab-010', EVERYTHING, known, ['managed-fields-omitted?']],
    ['may lack in an update', 'lab-017', shape('Request'), known, ['managed-fields-omitted?']],
    [
      'may lack in a log of which nobody knows the policy',
      'lab-008',
      EVERYTHING,
      { ...known, under: null },
      ['managed-fields-omitted?'],
    ],
    ['lack in nothing that is cut anyway', 'lab-008', shape('Request'), known, []],
    ['lack for no policy that omits them too', 'lab-008', withoutManagedFields('RequestResponse'), known, []],
    ['lack in no patch, which is logged as it came', 'lab-014', shape('Request'), known, []],
    ['lack in no apply either', 'lab-016', shape('Request'), known, []],
    ['lack in no Status', 'lab-024', EVERYTHING, known, []],
    ['lack in no discovery', 'lab-027', EVERYTHING, known, []],
  ])('%s', (_, auditID, wanted, taken, expected) => {
    expect(words(limits(lines(auditID), wanted, taken))).toEqual(expected)
  })

  it('that stand in one body were cut out of none', () => {
    const kept = projected('catch-all')
    for (const auditID of ['lab-005', 'lab-007', 'lab-008', 'lab-009', 'lab-010', 'lab-013'])
      for (const level of ['Request', 'RequestResponse'] as const)
        expect(limits(kept.get(auditID)!, shape(level), { under: null, complete: true })).toEqual([])
  })

  it('that stand in what was sent were not cut out of the answer', () => {
    const [received = '', complete = ''] = projected('catch-all').get('lab-007')!
    const event = parse(complete)
    const answer = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'b', uid: 'u' } }
    const lines = [received, JSON.stringify({ ...event, responseObject: answer })]
    expect(limits(lines, EVERYTHING, { under: null, complete: true })).toEqual([])
  })

  it('are in no document of discovery, whose items have metadata too', () => {
    const items = [{ metadata: { name: 'apps' }, versions: [] }]
    const document = { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items }
    const aggregated = lines('lab-027').map((line) => {
      const event = parse(line)
      return event.responseObject === undefined ? line : JSON.stringify({ ...event, responseObject: document })
    })
    expect(limits(aggregated, EVERYTHING, known)).toEqual([])
  })
})

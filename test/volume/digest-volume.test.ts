import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { AuditEvent } from '../../lib/audit/event.js'
import { digestOf, type Digest } from '../../lib/audit/digest.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { Policy } from '../../lib/policy/policy.js'
import { projectLines, volumeByLevel } from '../../lib/volume/count.js'
import { digestVolume } from '../../lib/volume/digest-volume.js'
import { policyFile } from '../policy/arbitrary-policy.js'
import { linesOf } from '../run/fixtures.js'
import { parse, policyOf } from '../run/support.js'

/** Requests in the words of the random policies, each with the lines of a real one. */
const request = fc
  .record({
    user: fc.constantFrom({}, { username: 'alice', groups: ['dev'] }, { username: 'bob', groups: ['ops', 'dev'] }),
    verb: fc.constantFrom('get', 'list', 'watch', 'create', 'update', 'patch', 'delete'),
    requestURI: fc.constantFrom(
      ...[
        '/api/v1/namespaces/a/pods',
        '/api/v1/namespaces/b/pods/x',
        '/api/v1/namespaces/a/pods/y/log',
        '/api/v1/pods',
      ],
      ...['/apis/apps/v1/namespaces/b/deployments/x/status', '/api/v1/namespaces/a/secrets/x', '/healthz', '/apis'],
    ),
    lines: fc.constantFrom('all-create', 'all-patch', 'all-watch', 'configmap-last-applied', 'query').map(linesOf),
  })
  .map(({ lines, ...change }) => lines.map((line) => JSON.stringify({ ...withManagers(parse(line)), ...change })))

/** A client that sends an object as it got it sends its managedFields too. */
function withManagers(event: AuditEvent): AuditEvent {
  if (event.requestObject === undefined) return event
  return { ...event, requestObject: { metadata: { name: 'x', managedFields: [{ manager: 'kubectl' }] } } }
}

const policy: fc.Arbitrary<Policy> = policyFile
  .map((text) => loadPolicy(text, 'policy.yaml'))
  .filter((loaded) => loaded.loaded !== 'refused')
  .map((loaded) => loaded.policy)

describe('the volume by a digest is that of the lines themselves', () => {
  test('under any policy', () => {
    const levels = new Map<string, number>()
    fc.assert(
      fc.property(fc.array(request, { maxLength: 12 }), policy, (requests, one) => {
        const lines = requests.flat()
        const counted = volumeByLevel(projectLines(lines, one))
        for (const level of Object.keys(counted)) levels.set(level, (levels.get(level) ?? 0) + 1)
        expect(digestVolume(digestOf(lines, 60), one)).toEqual(counted)
      }),
      { numRuns: 500 },
    )
    // Else the property would say little.
    for (const level of ['Metadata', 'Request', 'RequestResponse']) expect(levels.get(level)).toBeGreaterThan(20)
  })

  const lines = ['all-create', 'all-patch', 'all-watch'].flatMap(linesOf)
  test.each([
    'rules: [{level: Metadata}]',
    'rules: [{level: Request}]',
    'rules: [{level: Request, omitManagedFields: true}]',
    'rules: [{level: RequestResponse}]',
    'omitManagedFields: true\nrules: [{level: RequestResponse}]',
    'omitStages: [RequestReceived]\nrules: [{level: None, verbs: [watch]}, {level: RequestResponse, omitStages: [ResponseStarted]}]',
  ])('under %s', (rules) => {
    expect(digestVolume(digestOf(lines, 60), policyOf(rules))).toEqual(
      volumeByLevel(projectLines(lines, policyOf(rules))),
    )
  })
})

describe('a digest', () => {
  test('holds one entry for requests that no policy can tell apart', () => {
    const { entries, seconds } = digestOf([...linesOf('all-get'), ...linesOf('all-get'), ...linesOf('query')], 60)
    expect(seconds).toBe(60)
    expect(entries.map(({ attributes, stages }) => [attributes.name, stages.map(({ events }) => events)])).toEqual([
      ['colours', [2, 2]],
      ['none', [1, 1]],
    ])
  })

  test('of no lines costs nothing under any policy', () => {
    expect(digestVolume(digestOf([], 60), policyOf('rules: [{level: RequestResponse}]'))).toEqual({})
  })
})

describe('the digest of a recorded background is that of its lines', () => {
  const read = (file: string): Buffer => readFileSync(new URL(`../../scenarios/background/${file}`, import.meta.url))

  test.each(['idle', 'busy'])(
    '%s',
    (load) => {
      const digest = JSON.parse(read(`${load}.digest.json`).toString()) as Digest
      const lines = gunzipSync(read(`${load}.jsonl.gz`))
        .toString()
        .trimEnd()
        .split('\n')
      expect(lines.length).toBeGreaterThan(1000)
      // As JSON: millions of comparisons of numbers take their time.
      expect(JSON.stringify(digestOf(lines, digest.seconds)) === JSON.stringify(digest)).toBe(true)
      expect(new Set(digest.entries.flatMap(({ stages }) => stages.map(({ stage }) => stage))).size).toBeGreaterThan(1)
    },
    120_000,
  )
})

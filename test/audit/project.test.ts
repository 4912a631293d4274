import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { projectLine } from '../../lib/audit/project.js'
import type { Shape } from '../../lib/audit/project.js'

const shape = (parts: Partial<Shape>): Shape => ({
  level: 'RequestResponse',
  omitStages: [],
  omitManagedFields: false,
  ...parts,
})

/** Lines as `kube-apiserver` 1.34.4 wrote them for the same requests under five policies; ids, times and hosts made equal. */
function linesOf(policy: string): string[] {
  const file = path.join('test', 'audit', 'fixtures', 'projection', `${policy}.log`)
  return readFileSync(file, 'utf8').trimEnd().split('\n')
}

describe('projectLine', () => {
  it.each<[string, Shape]>([
    ['metadata', shape({ level: 'Metadata' })],
    ['request', shape({ level: 'Request' })],
    ['request-omit-managed-fields', shape({ level: 'Request', omitManagedFields: true })],
    ['request-response-omit-managed-fields', shape({ omitManagedFields: true })],
    ['catch-all', shape({})],
  ])(
    'turns the lines of the catch-all into those of a real server under the policy %s, byte for byte',
    (policy, wanted) => {
      expect(linesOf('catch-all').map((line) => projectLine(line, wanted))).toEqual(linesOf(policy))
    },
  )

  it('drops everything at level None', () => {
    expect(linesOf('catch-all').map((line) => projectLine(line, shape({ level: 'None' })))).toEqual(
      linesOf('catch-all').map(() => null),
    )
  })

  it('drops the stages that the policy omits and no others', () => {
    const stages = linesOf('catch-all').map((line) =>
      projectLine(line, shape({ omitStages: ['RequestReceived', 'Panic'] })),
    )
    const kept = linesOf('catch-all').filter((line) => !line.includes('"stage":"RequestReceived"'))
    expect(stages.filter((line) => line !== null)).toEqual(kept)
    expect(kept.length).toBeGreaterThan(10)
  })

  const event = (rest: string) =>
    `{"kind":"Event","level":"RequestResponse","stage":"ResponseComplete","verb":"update",${rest}}`
  const reduced = (rest: string, level = 'Metadata') => event(rest).replace('RequestResponse', level)

  it.each<[string, string, string]>([
    [
      'integer-like keys in their order',
      '"requestObject":{"10":1,"2":2},"user":{"10":1,"2":2}',
      '"user":{"10":1,"2":2}',
    ],
    ['numbers that a double cannot hold', '"user":9007199254740993,"responseObject":1.0', '"user":9007199254740993'],
    ['braces and quotes inside strings', '"requestObject":{"a":"}\\"]\\\\"},"user":"{\\""', '"user":"{\\""'],
    ['escapes as they are spelt', '"requestObject":"\\u00e9","user":"\\u003c\\u00e9é"', '"user":"\\u003c\\u00e9é"'],
    [
      'members that only look alike',
      '"user":{"requestObject":1,"level":"Request"}',
      '"user":{"requestObject":1,"level":"Request"}',
    ],
    ['spaces that another writer put in', '"requestObject" : { } , "user" : 1', '"user" : 1'],
  ])('keeps %s', (_, source, left) => {
    expect(projectLine(event(source), shape({ level: 'Metadata' }))?.replaceAll(' ', '')).toBe(
      reduced(left).replaceAll(' ', ''),
    )
  })

  it.each<[string, string, string]>([
    ['the first', '{"patch.webhook.admission.k8s.io/round_0_index_0":"{}","z":"1"}', '{"z":"1"}'],
    ['the last', '{"a":"1","patch.webhook.admission.k8s.io/round_0_index_0":"{}"}', '{"a":"1"}'],
    [
      'two in the middle',
      '{"a":"1","patch.webhook.admission.k8s.io/0":"","patch.webhook.admission.k8s.io/1":"","z":""}',
      '{"a":"1","z":""}',
    ],
  ])('cuts the annotation with a patch below Request when it is %s', (_, annotations, left) => {
    expect(projectLine(event(`"annotations":${annotations}`), shape({ level: 'Metadata' }))).toBe(
      reduced(`"annotations":${left}`),
    )
    expect(projectLine(event(`"annotations":${annotations}`), shape({ level: 'Request' }))).toBe(
      reduced(`"annotations":${annotations}`, 'Request'),
    )
  })

  it('leaves empty annotations, and what looks like a patch outside of them', () => {
    const rest = '"annotations":{},"user":{"patch.webhook.admission.k8s.io/0":"","a":1}'
    expect(projectLine(event(rest), shape({ level: 'Metadata' }))).toBe(reduced(rest))
  })

  it('finds a line without a stage to be of none', () => {
    const line = '{"kind":"Event","level":"RequestResponse","stage":["P\\u0061nic"]}'
    expect(projectLine(line, shape({ omitStages: ['Panic'] }))).toBe(line)
  })

  it('cuts the annotations whole when nothing else is in them', () => {
    const source = event('"user":{},"annotations":{"patch.webhook.admission.k8s.io/round_0_index_0":"{}"}')
    expect(projectLine(source, shape({ level: 'Metadata' }))).toBe(reduced('"user":{}'))
  })

  it.each<[string, string, string]>([
    ['alone', '{"metadata":{"managedFields":[{"a":"]"}]}}', '{"metadata":{}}'],
    ['first', '{"metadata":{"managedFields":[],"name":"x"}}', '{"metadata":{"name":"x"}}'],
    ['last', '{"metadata":{"name":"x","managedFields":[]}}', '{"metadata":{"name":"x"}}'],
    [
      'in the items of a list',
      '{"metadata":{},"items":[{"metadata":{"managedFields":1}},{"b":1}]}',
      '{"metadata":{},"items":[{"metadata":{}},{"b":1}]}',
    ],
    [
      'in the rows of a Table',
      '{"kind":"Table","apiVersion":"meta.k8s.io/v1","rows":[{"cells":[],"object":{"metadata":{"managedFields":1}}},{"object":null}]}',
      '{"kind":"Table","apiVersion":"meta.k8s.io/v1","rows":[{"cells":[],"object":{"metadata":{}}},{"object":null}]}',
    ],
    [
      'where it is no field of the object',
      '{"spec":{"metadata":{"managedFields":1}}}',
      '{"spec":{"metadata":{"managedFields":1}}}',
    ],
    [
      'in a Table only where it is of the object',
      '{"apiVersion":"meta.k8s.io/v1","rows":[{"cells":{"metadata":{"managedFields":1}},"object":{"spec":{"managedFields":1}}}],"columns":[{"object":{"metadata":{"managedFields":1}}}]}',
      '{"apiVersion":"meta.k8s.io/v1","rows":[{"cells":{"metadata":{"managedFields":1}},"object":{"spec":{"managedFields":1}}}],"columns":[{"object":{"metadata":{"managedFields":1}}}]}',
    ],
    [
      'in no rows of another group',
      '{"apiVersion":"apps/v1","rows":[{"object":{"metadata":{"managedFields":1}}}]}',
      '{"apiVersion":"apps/v1","rows":[{"object":{"metadata":{"managedFields":1}}}]}',
    ],
    [
      'in no spec of an item',
      '{"items":[{"spec":{"managedFields":1}}],"apiVersion":1}',
      '{"items":[{"spec":{"managedFields":1}}],"apiVersion":1}',
    ],
    [
      'of a list and of its items, in whatever order they stand',
      '{"items":[{"metadata":{"managedFields":1}}],"metadata":{"managedFields":1}}',
      '{"items":[{"metadata":{}}],"metadata":{}}',
    ],
    [
      'in rows of what is no Table',
      '{"rows":[{"object":{"metadata":{"managedFields":1}}}]}',
      '{"rows":[{"object":{"metadata":{"managedFields":1}}}]}',
    ],
  ])('omits managedFields %s', (_, source, left) => {
    expect(projectLine(event(`"responseObject":${source},"z":1`), shape({ omitManagedFields: true }))).toBe(
      event(`"responseObject":${left},"z":1`),
    )
  })

  it('leaves managedFields in the body of a patch, which is logged as it came', () => {
    const source = event('"requestObject":{"metadata":{"managedFields":[]}},"z":1').replace('update', 'patch')
    expect(projectLine(source, shape({ omitManagedFields: true }))).toBe(source)
  })
})

import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { loadDetections } from '../../lib/detection/load.js'
import type { Detection } from '../../lib/detection/detection.js'
import { sightOf, type Sight } from '../../lib/detection/sight.js'
import { InputError } from '../../lib/errors.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { Policy } from '../../lib/policy/policy.js'
import { ROOT } from '../docs/pages.js'

function policyOf(rules: string): Policy {
  const loaded = loadPolicy(`---\n{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [${rules}]}`, 'p.yaml')
  if (loaded.loaded !== 'strict') throw new Error(loaded.loaded)
  return loaded.policy
}

const file = (detection: string): string =>
  `tool: Some\nsource: https://example.com\ndetections: [{name: one, ${detection}}]`

function shown(sight: Sight): string {
  return 'missed' in sight ? `${sight.status}: ${sight.missed.why}` : sight.status
}

const POD = 'of: {authenticated: true, verbs: [create], resources: [pods]}'
const EXEC = 'of: {authenticated: true, verbs: [create], resources: [pods/exec]}, stages: [ResponseStarted]'

describe('what a detection sees under a policy', () => {
  test.each([
    ['all of it', POD, '{level: Metadata}', 'sees'],
    ['nothing that is not logged', POD, '{level: None}', 'blind: leaves no Event'],
    ['a part', POD, '{level: None, users: [jane]}, {level: Metadata}', 'partly: leaves no Event'],
    [
      'a field that is not there',
      `${POD}, fields: [requestObject.spec.hostPID]`,
      '{level: Metadata}',
      'blind: is logged at Metadata, without requestObject.spec.hostPID',
    ],
    ['a field that is', `${POD}, fields: [requestObject.spec.hostPID]`, '{level: Request}', 'sees'],
    [
      'what was answered',
      `${POD}, fields: [requestObject.spec, responseObject.metadata.name]`,
      '{level: Request}',
      'blind: is logged at Request, without responseObject.metadata.name',
    ],
    ['a stage', EXEC, '{level: Metadata}', 'sees'],
    [
      'a stage that only a part of the requests passes',
      'of: {authenticated: true, verbs: [create], resources: [pods/exec, pods]}, stages: [ResponseStarted]',
      '{level: Metadata}',
      'partly: never passes the stage',
    ],
    [
      'a stage that is omitted',
      EXEC,
      '{level: Metadata, omitStages: [ResponseStarted]}',
      'blind: has ResponseStarted omitted',
    ],
    ['any stage', POD, '{level: Metadata, omitStages: [ResponseComplete]}', 'sees'],
    [
      'a body, which is not there when the request has just arrived',
      `${POD}, fields: [requestObject.spec]`,
      '{level: Request, omitStages: [ResponseComplete]}',
      'blind: has ResponseComplete omitted',
    ],
    [
      'a stage that never comes',
      `${POD}, stages: [ResponseStarted]`,
      '{level: Metadata}',
      'blind: never passes the stage',
    ],
  ])('%s', (_name, detection, rules, expected) => {
    const [one] = loadDetections(file(detection), 'd.yaml')
    expect(shown(sightOf(policyOf(rules), one!))).toBe(expected)
  })
})

test('a field that is in no body is a mistake, told at its place', () => {
  const load = (): Detection[] => loadDetections(file(`${POD}, fields: [objectRef.name]`), 'd.yaml')
  expect(load).toThrow(InputError)
  expect(() => loadDetections(file('of: {resources: [Pod]}'), 'd.yaml')).toThrow(InputError)
})

describe.each(readdirSync(`${ROOT}/detections`))('detections/%s', (name) => {
  const detections = loadDetections(readFileSync(`${ROOT}/detections/${name}`, 'utf8'), name)
  const statuses = (rules: string): string[] => detections.map((one) => sightOf(policyOf(rules), one).status)

  test('names are unique', () => {
    expect(new Set(detections.map((one) => one.name)).size).toBe(detections.length)
  })

  test('all see where everything is logged', () => {
    expect(statuses('{level: RequestResponse}')).toEqual(detections.map(() => 'sees'))
  })

  test('all are blind where nothing is', () => {
    expect(statuses('{level: None}')).toEqual(detections.map(() => 'blind'))
  })

  test('those that read bodies, and no others, are blind where there are none', () => {
    const expected = detections.map(({ fields }) => (fields.length > 0 ? 'blind' : 'sees'))
    expect(statuses('{level: Metadata}')).toEqual(expected)
    expect(expected).toContain('blind')
  })
})

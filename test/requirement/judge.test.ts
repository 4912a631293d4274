import { describe, expect, test } from '@jest/globals'
import type { Attributes } from '../../lib/audit/attributes.js'
import type { Level, Stage } from '../../lib/audit/level.js'
import { judge } from '../../lib/requirement/judge.js'
import type { Demand, Requirement, Selector } from '../../lib/requirement/requirement.js'

const request: Attributes = {
  user: { name: 'jane', groups: ['developers', 'system:authenticated'] },
  verb: 'create',
  resourceRequest: true,
  apiGroup: '',
  resource: 'pods',
  subresource: '',
  namespace: 'a',
  name: '',
  path: '/api/v1/namespaces/a/pods',
}
const nobody: Attributes = { ...request, user: null }
const exec: Attributes = { ...request, subresource: 'exec', name: 'x' }
const path: Attributes = {
  ...request,
  resourceRequest: false,
  resource: '',
  namespace: '',
  verb: 'get',
  path: '/healthz/etcd',
}

const always = (level: 'Metadata' | 'Request', ...stages: Stage[]): Demand => ({ kind: 'always', level, stages })
const never = (level: 'Metadata' | 'Request'): Demand => ({ kind: 'never', level })

function verdict(demand: Demand, about: Attributes, level: Level, omitStages: Stage[] = [], of: Selector = {}): string {
  const position = { line: 1, column: 1 }
  const requirement: Requirement = { id: 'one', about: null, clause: null, demand, of, except: [], position }
  const judged = judge(requirement, about, { level, rule: 1, omitStages, omitManagedFields: false })
  return judged.verdict === 'broken' ? judged.why : judged.verdict
}

describe('always', () => {
  test.each<[string, Demand, Attributes, Level, Stage[], string]>([
    ['a level that is enough', always('Metadata'), request, 'Request', [], 'holds'],
    ['a level that is not', always('Request'), request, 'Metadata', [], 'is logged at Metadata only'],
    ['no Event', always('Metadata'), request, 'None', [], 'leaves no Event'],
    [
      'no outcome',
      always('Metadata'),
      request,
      'Metadata',
      ['ResponseComplete'],
      'is on record without ResponseComplete',
    ],
    ['the outcome of a 401', always('Metadata'), nobody, 'Metadata', ['ResponseComplete'], 'holds'],
    [
      'a 401 without its one stage',
      always('Metadata'),
      nobody,
      'Metadata',
      ['ResponseStarted'],
      'leaves no Event: every stage is omitted',
    ],
    [
      'a stage that the request passes',
      always('Metadata', 'ResponseStarted'),
      exec,
      'Metadata',
      ['ResponseStarted'],
      'is on record without ResponseStarted',
    ],
    [
      'a stage that the request does not pass',
      always('Metadata', 'ResponseStarted'),
      request,
      'Metadata',
      ['ResponseStarted'],
      'holds',
    ],
    [
      'Panic, where it is asked for',
      always('Metadata', 'Panic'),
      request,
      'Metadata',
      ['Panic'],
      'is on record without Panic',
    ],
    ['Panic, where it is not', always('Metadata'), request, 'Metadata', ['Panic'], 'holds'],
  ])('%s', (_name, demand, about, level, omitStages, expected) => {
    expect(verdict(demand, about, level, omitStages)).toBe(expected)
  })
})

describe('never', () => {
  test.each<[string, Attributes, Level, Stage[], string]>([
    ['a level below', request, 'Metadata', [], 'holds'],
    ['the level', request, 'Request', [], 'is logged at Request'],
    ['a level above', request, 'RequestResponse', [], 'is logged at RequestResponse'],
    [
      'a level of which no stage is written',
      request,
      'Request',
      ['RequestReceived', 'ResponseComplete', 'Panic'],
      'holds',
    ],
    [
      'a level that only a Panic would write',
      request,
      'Request',
      ['RequestReceived', 'ResponseComplete'],
      'is logged at Request',
    ],
    ['a 401 without its one stage', nobody, 'Request', ['ResponseStarted'], 'holds'],
  ])('%s', (_name, about, level, omitStages, expected) => {
    expect(verdict(never('Request'), about, level, omitStages)).toBe(expected)
  })
})

describe('which requests a selector means', () => {
  const anyPod = { apiGroup: '', resource: 'pods', subresource: '' }
  const all = { apiGroup: null, resource: null, subresource: null }
  test.each<[string, Selector, Attributes, boolean]>([
    ['every one', {}, path, true],
    ['of a user', { users: ['jane'] }, request, true],
    ['of another user', { users: ['john'] }, request, false],
    ['of a group', { userGroups: ['x', 'developers'] }, request, true],
    ['of no user', { users: ['jane'] }, nobody, false],
    ['authenticated', { authenticated: true }, request, true],
    ['not authenticated', { authenticated: false }, nobody, true],
    ['not authenticated, of a user', { authenticated: false }, request, false],
    ['of another verb', { verbs: ['get'] }, request, false],
    ['a resource without its subresources', { resources: [anyPod] }, exec, false],
    ['everything', { resources: [all] }, exec, true],
    ['everything but paths', { resources: [all] }, path, false],
    ['in a namespace', { namespaces: ['a'] }, request, true],
    ['in no namespace', { namespaces: [''] }, request, false],
    ['in no namespace, which a path is not', { namespaces: [''] }, path, false],
    ['a path by its start', { nonResourceURLs: ['/healthz*'] }, path, true],
    ['a path exactly', { nonResourceURLs: ['/healthz'] }, path, false],
    ['a path, which no resource is', { nonResourceURLs: ['*'] }, request, false],
  ])('%s', (_name, of, about, expected) => {
    expect(verdict(always('Metadata'), about, 'Metadata', [], of)).toBe(expected ? 'holds' : 'does not apply')
  })
})

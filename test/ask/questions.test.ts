import { describe, expect, test } from '@jest/globals'
import { askedObject } from '../../lib/ask/asked.js'
import { check } from '../../lib/ask/questions/check.js'
import { byUser, denied, top } from '../../lib/ask/questions/counts.js'
import { leaks } from '../../lib/ask/questions/leaks.js'
import { show } from '../../lib/ask/questions/show.js'
import { summary } from '../../lib/ask/questions/summary.js'
import { timeline } from '../../lib/ask/questions/timeline.js'
import { who } from '../../lib/ask/questions/who.js'
import { InputError } from '../../lib/errors.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { Policy } from '../../lib/policy/policy.js'
import { KUBERNETES_RESOURCES } from '../../lib/resources/kubernetes.js'
import { linesOf } from '../run/fixtures.js'
import { ask, recorded, rowsOf } from './lines.js'

const STORY = recorded('users/who-created-the-pod')
const asked = (text: string) => askedObject(text, KUBERNETES_RESOURCES)

describe('who', () => {
  test('names who authenticated, as whom, from where, and why it was allowed', async () => {
    const { answer } = await ask(who(asked('pod/my-suspicious-pod')), [STORY])
    expect(rowsOf(answer, 'changes')).toEqual([
      expect.objectContaining({
        request: 'create pods',
        user: 'administrator',
        as: 'foobar',
        from: '172.18.0.1',
        code: '201',
        why: expect.stringContaining('to User "foobar"'),
      }),
    ])
  })

  test('finds what was made with generateName by the name in the answer', async () => {
    const made = STORY.map(
      (line) => /"verb":"create".*"responseObject":\{"kind":"Pod".*?"name":"(web-[^"]*)"/.exec(line)?.[1],
    ).find((name) => name !== undefined)
    const { answer } = await ask(who(asked(`po/${made ?? ''}`)), [STORY])
    expect(rowsOf(answer, 'changes')[0]).toMatchObject({
      user: 'system:serviceaccount:kube-system:replicaset-controller',
      as: '',
    })
  })

  test('says that nothing on record is no proof', async () => {
    const { answer } = await ask(who(asked('secret/none')), [STORY])
    expect(answer.notes[0]).toMatch(/^Nothing on record changed none\. That is no proof/)
  })

  test.each([
    ['deploy/web', [{ group: 'apps', resource: 'deployments' }]],
    ['Deployment.apps/web', [{ group: 'apps', resource: 'deployments' }]],
    ['widgets.example.com/web', [{ group: 'example.com', resource: 'widgets' }]],
    [
      'events/x',
      [
        { group: '', resource: 'events' },
        { group: 'events.k8s.io', resource: 'events' },
      ],
    ],
  ])('reads %s', (text, resources) => {
    expect(asked(text).resources).toEqual(resources)
  })

  test.each(['web', '/web', 'pod/', 'pod'])('refuses %s', (text) => {
    expect(() => asked(text)).toThrow(InputError)
  })
})

describe('timeline', () => {
  test('has what a user did and what was done as this user, in order, with what was read', async () => {
    const { answer } = await ask(timeline('foobar'), [[...STORY].reverse()])
    const rows = rowsOf(answer, 'timeline')
    expect(rows.map(({ request, user, as }) => [request, user, as])).toEqual([
      ['create pods', 'foobar', ''],
      ['create pods', 'administrator', 'foobar'],
      ['create pods', 'foobar', ''],
      ['create deployments.apps', 'foobar', ''],
    ])
    expect(answer.notes).toContain('Events do not say where responses went: what was read may be anywhere.')
  })

  test('tells which data was read, and of a refused read none', async () => {
    const { answer } = await ask(timeline('jane'), [recorded('secrets/secret-bodies')])
    const reads = rowsOf(answer, 'timeline').filter(({ read }) => read !== '')
    expect(reads.map(({ request, read }) => [request, read])).toContainEqual(['list secrets', 'secrets'])
    const refused = await ask(timeline('administrator'), [recorded('access/impersonation')])
    expect(rowsOf(refused.answer, 'timeline')).toContainEqual(
      expect.objectContaining({ request: 'list secrets', code: '403', read: '' }),
    )
  })
})

describe('requests', () => {
  const [received = '', completed = ''] = linesOf('secret-data')
  const panicked = completed.replace('"ResponseComplete"', '"Panic"').replace(/"code":\d+/, '"code":500')

  test('are counted once, whatever stages are on record', async () => {
    const { answer } = await ask(summary(10), [[received, completed]])
    expect(rowsOf(answer, 'log')[0]).toMatchObject({ requests: 1 })
  })

  test.each([
    ['of which the end is missing', [received], 'no answer on record'],
    ['of which the beginning is missing', [completed], '201'],
    ['that ended in a panic', [received, panicked], '500 panic'],
  ])('%s', async (_, lines, code) => {
    const { answer } = await ask(summary(10), [lines])
    expect(rowsOf(answer, 'outcomes')).toEqual([{ code, requests: 1 }])
  })

  test('are one where the log is read from its end', async () => {
    const { answer } = await ask(summary(10), [[completed, ...STORY, received]])
    expect(rowsOf(answer, 'log')[0]).toMatchObject({ requests: 19 })
    expect(rowsOf(answer, 'outcomes').map(({ code }) => code)).not.toContain('no answer on record')
  })

  test('are two where a client uses an auditID again', async () => {
    const { answer } = await ask(summary(10), [[received, received, completed, completed]])
    expect(rowsOf(answer, 'log')[0]).toMatchObject({ requests: 3 })
  })

  test('are two where an aggregated API server logs the same auditID', async () => {
    const { answer } = await ask(summary(10), [[received], [completed]])
    expect(rowsOf(answer, 'servers')).toEqual([
      { server: 'cp-0', requests: 1 },
      { server: 'cp-1', requests: 1 },
    ])
  })
})

test('show has all stages of one request, whole', async () => {
  const { answer } = await ask(show('secret-data'), [[...linesOf('secret-data'), ...STORY]])
  expect(rowsOf(answer, 'stages').map(({ stage }) => stage)).toEqual(['RequestReceived', 'ResponseComplete'])
  expect(answer.events).toEqual(linesOf('secret-data').map((line) => JSON.parse(line) as unknown))
  expect((await ask(show('none'), [STORY])).answer.holds).toBe(false)
})

test('denied has 401 and 403, with the reason', async () => {
  const { answer } = await ask(denied(), [[...recorded('access/denied-and-unauthenticated'), ...STORY]])
  const rows = rowsOf(answer, 'denied')
  expect(new Set(rows.map(({ code }) => code))).toEqual(new Set(['401', '403']))
  expect(rows).toContainEqual(expect.objectContaining({ user: '(not authenticated)', code: '401' }))
  expect(rows).toContainEqual(
    expect.objectContaining({ user: 'foobar', why: expect.stringContaining('cannot impersonate') }),
  )
})

test('by-user and top count requests', async () => {
  const { answer } = await ask(byUser(), [STORY], { user: ['administrator'] })
  expect(rowsOf(answer, 'requests').map(({ request, as, requests }) => [request, as, requests])).toEqual([
    ['list pods', '', 1],
    ['create pods', 'foobar', 1],
  ])
  const most = await ask(top(1), [STORY])
  expect(rowsOf(most.answer, 'code')).toEqual([{ code: '200', requests: 8 }])
})

describe('filters', () => {
  const count = async (flags: Parameters<typeof ask>[2]): Promise<unknown> =>
    rowsOf((await ask(summary(10), [STORY], flags)).answer, 'log')[0]?.['requests']

  test.each<[string, Parameters<typeof ask>[2], number]>([
    ['none', {}, 18],
    ['a user, impersonated too', { user: ['foobar'] }, 4],
    ['two users', { user: ['foobar', 'administrator'] }, 5],
    ['a verb', { verb: ['list'] }, 1],
    ['a resource', { resource: ['pods'] }, 6],
    ['a resource with its group', { resource: ['deployments.apps'] }, 6],
    ['a subresource', { resource: ['deployments/status.apps'] }, 5],
    ['another namespace', { namespace: ['default'] }, 0],
    ['a code', { code: ['403'] }, 2],
    ['a class of codes', { code: ['4xx'] }, 3],
    ['times', { since: '2026-11-21T09:53:20.5Z', until: '2026-11-21T09:53:20.6Z' }, 1],
    ['a duration before now', { since: '1h' }, 0],
  ])('%s', async (_, flags, expected) => {
    expect(await count(flags)).toBe(expected)
  })

  test.each<Parameters<typeof ask>[2]>([
    { code: ['forbidden'] },
    { code: ['6xx'] },
    { since: 'yesterday' },
    { until: '1' },
  ])('refuse %j', async (flags) => {
    await expect(count(flags)).rejects.toThrow(InputError)
  })
})

describe('leaks', () => {
  test.each([
    ['the data of a Secret', 'secrets/secret-bodies', 'data of a Secret', 'requestObject.data.password'],
    [
      'the token of a ServiceAccount',
      'subresources/serviceaccounts-token',
      'token of a ServiceAccount',
      'responseObject.status.token',
    ],
    ['a token that is reviewed', 'leaks/token-review-body', 'token that is reviewed', 'requestObject.spec.token'],
    ['a token in a query', 'leaks/uri-parameters', 'token in a query', 'requestURI'],
  ])('has %s, and does not write it out', async (_, scenario, what, where) => {
    const lines = recorded(scenario)
    const { answer } = await ask(leaks(), [lines])
    expect(answer.holds).toBe(false)
    const row = rowsOf(answer, 'leaks').find((one) => one['what'] === what && one['where'] === where)
    expect(row?.['value']).toMatch(/^(?:.{4}… )?\(\d+ characters\)$/)
  })

  const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIiwiYSI6MX0.${'s'.repeat(40)}`
  const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n'
  test.each([
    ['a JSON Web Token in an argument', 'JSON Web Token', jwt],
    ['a private key', 'private key', key],
    ['a private key in base64', 'private key, in base64', Buffer.from(key).toString('base64')],
  ])('has %s', async (_, what, text) => {
    const line = linesOf('secret-data')
      .at(-1)!
      .replace(/"requestObject":\{.*?(?="(?:responseObject|requestReceivedTimestamp)")/, '')
    const event = {
      ...(JSON.parse(line) as object),
      requestObject: { spec: { args: [text] } },
      responseObject: undefined,
    }
    const { answer } = await ask(leaks(), [[JSON.stringify(event)]])
    expect(rowsOf(answer, 'leaks')).toEqual([expect.objectContaining({ what, where: 'requestObject.spec.args[0]' })])
    expect(JSON.stringify(answer)).not.toContain(JSON.stringify(text).slice(1, -1))
  })

  test('finds nothing where there is nothing', async () => {
    expect((await ask(leaks(), [STORY])).answer.holds).toBe(true)
  })
})

describe('check', () => {
  const policyOf = (rules: string): Policy => {
    const loaded = loadPolicy(`apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: ${rules}\n`, 'policy.yaml')
    if (loaded.loaded !== 'strict') throw new Error(loaded.message)
    return loaded.policy
  }

  test('holds for the policy that wrote the log', async () => {
    const { answer } = await ask(check(policyOf('[{level: RequestResponse}]')), [STORY])
    expect(answer.holds).toBe(true)
    expect(rowsOf(answer, 'servers')).toEqual([
      expect.objectContaining({ events: STORY.length, policy: 'may be this one' }),
    ])
  })

  test.each([
    [
      'an Event that it would not have written',
      '[{level: None, resources: [{group: apps}]}, {level: RequestResponse}]',
      'would not have been written',
    ],
    [
      'an Event of another level',
      '[{level: Metadata, verbs: [list]}, {level: RequestResponse}]',
      'would have another level',
    ],
    [
      'a stage that it omits',
      '[{level: RequestResponse, omitStages: [RequestReceived]}]',
      'would not have been written',
    ],
  ])('has %s', async (_, rules, what) => {
    const { answer } = await ask(check(policyOf(rules)), [STORY])
    expect(answer.holds).toBe(false)
    expect(new Set(rowsOf(answer, 'differences').map((row) => row['what']))).toEqual(new Set([what]))
  })

  test('has a stage that it would have written, unless that came before the log', async () => {
    const all = policyOf('[{level: RequestResponse}]')
    const completed = STORY.filter((line) => line.includes('"ResponseComplete"'))
    const { answer } = await ask(check(all), [completed])
    expect(rowsOf(answer, 'differences')).toContainEqual(
      expect.objectContaining({ what: 'is absent', kind: 'create pods, RequestReceived' }),
    )
    expect((await ask(check(all), [STORY.slice(1)])).answer.holds).toBe(true)
  })

  test('names the server that lacks what the others log', async () => {
    const list = STORY.filter((line) => line.includes('"verb":"list"'))
    const often = Array.from({ length: 20 }, (_, index) =>
      list.map((line) => line.replace(/"auditID":"/, `"auditID":"${index}`)),
    ).flat()
    const { answer } = await ask(check(policyOf('[{level: RequestResponse}]')), [
      [...STORY, ...often],
      STORY.filter((line) => !list.includes(line)),
    ])
    expect(rowsOf(answer, 'servers').map(({ server, policy }) => [server, policy])).toEqual([
      ['cp-0', 'may be this one'],
      ['cp-1', 'another'],
    ])
  })
})

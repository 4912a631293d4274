import { describe, expect, test } from '@jest/globals'
import { STAGES } from '../../lib/audit/level.js'
import { judge } from '../../lib/requirement/judge.js'
import { loadRequirements } from '../../lib/requirement/load.js'
import type { Demand, RequirementsFile } from '../../lib/requirement/requirement.js'
import { holdRequest } from '../../lib/run/hold-request.js'
import type { Policy } from '../../lib/policy/policy.js'
import { runResult } from '../../lib/run/run-result.js'
import type { RunResult } from '../../lib/run/result.js'
import { component, decidedBy, observed, policyOf, runOf, step, under, type Setting } from './support.js'

const SCENARIO = `steps:
  - {id: act, run: kubectl do}
  - {id: read, run: kubectl get, expect: [{request: get configmaps}]}
`
// No requirement is about what a scenario claims.
const read = (policy: Policy) => step('read', [under(policy, 'all-get')])
// Nothing here is about canaries.
const variables = { namespace: 'shop', run: 'r1', canary: 'none-of-this-stands-anywhere' }
const WRITES = `- id: writes-on-record
    clause: PCI DSS 10.2
    always: {level: '>=Metadata', stages: [ResponseComplete]}
    of: {verbs: [create, delete], resources: ['*']}`
const BODIES = `- id: bodies-stay-out
    never: {level: '>=Request'}
    of: {resources: [secrets]}`

function requirements(...texts: string[]): RequirementsFile {
  const text = `assume: {jane: [developers]}\nrequirements:\n${texts.map((one) => `  ${one}`).join('\n')}\n`
  return { ...loadRequirements(text, 'asked.yaml'), file: 'asked.yaml' }
}

function run(rules: string, ids: readonly string[], asked = requirements(WRITES, BODIES), more: Partial<Setting> = {}) {
  const steps: Setting['steps'] = (policy) => [
    step(
      'act',
      ids.map((id) => under(policy, id)),
    ),
    read(policy),
  ]
  const setting = { scenario: SCENARIO, rules, steps, ...more, ran: { variables, ...more.ran } }
  return runResult({ ...runOf(setting), requirements: [asked] })
}

const broken = ({ scenarios }: RunResult) =>
  scenarios.flatMap(({ results }) => results).filter(({ requirement }) => requirement !== null)
const counts = ({ requirements: all }: RunResult) =>
  all.map(({ id, held, broken: wrong, unknown, status }) => [id, held, wrong, unknown, status])

const METADATA = 'rules:\n  - level: Metadata'
const NOTHING = 'rules:\n  - level: None'

describe('the requests of a run are held to requirements', () => {
  test('and keep them: no result more, and it is counted how many did', () => {
    const result = run(METADATA, ['secret-data', 'get-secret', 'forbidden-delete'])
    expect(broken(result)).toEqual([])
    expect(counts(result)).toEqual([
      ['writes-on-record', 2, 0, 0, 'held'],
      ['bodies-stay-out', 3, 0, 0, 'held'],
    ])
  })

  test('one that breaks one is a failed result with scenario, step, request, what was logged, the rule and the requirement', () => {
    const result = run('rules:\n  - {level: None, verbs: [delete]}\n  - level: RequestResponse', [
      'secret-data',
      'forbidden-delete',
    ])
    expect(broken(result)).toMatchObject([
      {
        id: 'acts/act/delete secrets[writes-on-record]@prod',
        ...{ step: 'act', request: 'delete secrets', requirement: 'writes-on-record', status: 'failed', count: 1 },
        why: 'writes-on-record (PCI DSS 10.2): left no Event.',
        ...{ actual: 'None', rule: 1, ruleAt: 'prod.yaml:4', file: 'asked.yaml', line: 3, nearest: null },
        expected: { atLeast: 'Metadata', atMost: null, pinned: null },
      },
      {
        id: 'acts/act/create secrets[bodies-stay-out]@prod',
        why: 'bodies-stay-out: logged at RequestResponse.',
        ...{ actual: 'RequestResponse', rule: 2, ruleAt: 'prod.yaml:5', requirement: 'bodies-stay-out', line: 7 },
        nearest: expect.stringContaining('"auditID":"secret-data"'),
        expected: { atLeast: null, atMost: 'Metadata', pinned: null },
      },
    ])
    expect(result.summary).toMatchObject({ failed: 2, exitStatus: 1 })
    expect(counts(result)).toEqual([
      ['writes-on-record', 1, 1, 0, 'broken'],
      ['bodies-stay-out', 1, 1, 0, 'broken'],
    ])
  })

  test('no cells file excuses one', () => {
    const cells = 'why: Logs nothing, by design.\nacts: {read: {get configmaps: {level: None}}}\n'
    expect(run(NOTHING, ['secret-data'], requirements(WRITES), { cells }).summary).toMatchObject({
      failed: 1,
      exitStatus: 1,
    })
  })

  test('a requirement that no request is about is not exercised, and no pass', () => {
    const result = run(METADATA, ['get-secret'], requirements(WRITES))
    expect(counts(result)).toEqual([['writes-on-record', 0, 0, 0, 'not exercised']])
  })

  test('a request of which nothing is known leaves it unknown, and so the run', () => {
    const steps: Setting['steps'] = (policy) => [
      step('act', [
        under(policy, 'secret-data', { lines: [], unknown: 'lost by the server' }),
        under(policy, 'all-create'),
      ]),
      read(policy),
    ]
    const result = run(METADATA, [], requirements(WRITES), { steps })
    expect(broken(result)).toMatchObject([
      { status: 'unknown', why: 'writes-on-record (PCI DSS 10.2): lost by the server.' },
    ])
    expect(counts(result)).toEqual([['writes-on-record', 1, 0, 1, 'unknown']])
    expect(result.summary.exitStatus).toBe(3)
  })

  test('so are those of components, from the log of the main server', () => {
    const components = [component('secret-data', 'system:kube-scheduler')]
    const result = run(NOTHING, [], requirements(WRITES), { ran: { components } })
    expect(broken(result)).toMatchObject([
      { step: 'components', request: 'create secrets by system:kube-scheduler', how: 'projected', status: 'failed' },
    ])
  })

  test('requests of one description that break it alike are one result', () => {
    const [one, ...others] = broken(run(NOTHING, ['secret-data', 'secret-dockerconfigjson'], requirements(WRITES)))
    expect(others).toEqual([])
    expect(one).toMatchObject({ count: 2, auditIDs: ['secret-data', 'secret-dockerconfigjson'] })
  })

  test('what requests of nobody keep is asked of them too', () => {
    const all = requirements("- {id: all, of: {authenticated: false}, always: {level: '>=Metadata'}}")
    expect(counts(run(METADATA, ['unauthorized'], all))).toEqual([['all', 1, 0, 0, 'held']])
    expect(counts(run(`${METADATA}\n    omitStages: [ResponseStarted]`, ['unauthorized'], all))).toEqual([
      ['all', 0, 1, 0, 'broken'],
    ])
  })
})

describe('what is on record of a request', () => {
  const always = (...stages: (typeof STAGES)[number][]): Demand => ({ kind: 'always', level: 'Metadata', stages })
  const without = (stages: string): Parameters<typeof observed>[2] =>
    policyOf(`rules:\n  - {level: Metadata, omitStages: [${stages}]}`)

  test.each<[string, string, string, Demand, string | null]>([
    [
      'a stage that was asked for and omitted',
      'metadata-create',
      'RequestReceived',
      always('RequestReceived'),
      'on record without RequestReceived',
    ],
    ['a stage that was asked for and is there', 'metadata-create', '', always('RequestReceived'), null],
    [
      'a stage that a short request does not pass',
      'metadata-create',
      'ResponseStarted',
      always('ResponseStarted'),
      null,
    ],
    ['Panic, where nothing panicked', 'metadata-create', 'Panic', always('Panic'), null],
    [
      'an outcome that was omitted',
      'metadata-create',
      'ResponseComplete',
      always(),
      'no outcome on record: the last Event is RequestReceived',
    ],
    [
      'the end of a watch that was omitted',
      'metadata-watch',
      'ResponseComplete',
      always(),
      'no outcome on record: the last Event is ResponseStarted',
    ],
    ['all stages omitted', 'metadata-create', 'RequestReceived, ResponseComplete', always(), 'left no Event'],
  ])('%s', (_name, auditID, omitted, demand, why) => {
    const policy = without(omitted)!
    expect(holdRequest(demand, decidedBy(policy, under(policy, auditID), null)).why).toBe(why)
  })

  test('of a stream that is still open its end is unknown, where it was asked for', () => {
    const open = observed('metadata-watch')
    const lines = open.lines.slice(0, 2)
    const request = {
      ...open,
      lines,
      events: open.events.slice(0, 2),
      cell: { ...open.cell, stages: open.cell.stages.slice(0, 2) },
    }
    expect(holdRequest(always('ResponseComplete'), request).status).toBe('unknown')
    expect(holdRequest(always(), request).status).toBe('held')
    // The policy may have left the end out, or it is not there yet.
    expect(holdRequest(always(), { ...request, decision: null }).status).toBe('unknown')
  })

  const ids = [
    'metadata-create',
    'metadata-watch',
    'all-list',
    'unauthorized',
    'forbidden-delete',
    'healthz',
    'forbidden-exec',
  ]
  const omissions = [
    '',
    'RequestReceived',
    'ResponseStarted',
    'ResponseComplete',
    'RequestReceived, ResponseComplete, Panic',
    STAGES.join(', '),
  ]
  const demands: Demand[] = [
    ...(['Metadata', 'Request', 'RequestResponse'] as const).flatMap((level): Demand[] => [
      { kind: 'always', level, stages: [] },
      { kind: 'always', level, stages: ['RequestReceived', 'ResponseStarted'] },
      { kind: 'never', level },
    ]),
  ]
  test('is judged as prove judges what the policy decides, where all went well', () => {
    const verdicts = { broken: 0, held: 0 }
    for (const level of ['None', 'Metadata', 'Request', 'RequestResponse']) {
      for (const omitted of omissions) {
        const policy = policyOf(`rules:\n  - {level: ${level}, omitStages: [${omitted}]}`)
        for (const id of ids) {
          const request = decidedBy(policy, under(policy, id), observed(id).attributes.user)
          for (const demand of demands) {
            const position = { line: 1, column: 1 }
            const asked = { ...{ id: 'one', about: null, clause: null, of: {}, except: [], position }, demand }
            const proved = judge(asked, request.attributes, request.decision!)
            const { status } = holdRequest(demand, request)
            expect([id, level, omitted, demand, status]).toEqual([
              id,
              level,
              omitted,
              demand,
              proved.verdict === 'holds' ? 'held' : proved.verdict,
            ])
            if (status !== 'unknown') verdicts[status] += 1
          }
        }
      }
    }
    expect(verdicts.broken).toBeGreaterThan(100)
    expect(verdicts.held).toBeGreaterThan(100)
  })
})

import { describe, expect, test } from '@jest/globals'
import { measuredCells } from '../../lib/run/measured-cells.js'
import { runResult } from '../../lib/run/run-result.js'
import { writeCells } from '../../lib/scenario/write-cells.js'
import type { Setting } from './support.js'
import { runOf, step, under } from './support.js'

const SETTING: Setting = {
  scenario: `steps:
  - id: create
    run: kubectl create -f secret.yaml
    expect:
      - {request: create secrets, atMost: Metadata}
      - {request: watch configmaps}
      - {request: list secrets}
`,
  rules: `rules:
  - {level: Metadata, resources: [{group: "", resources: [configmaps]}], omitStages: [ResponseStarted]}
  - {level: RequestResponse}`,
  steps: (policy) => [
    step('create', [
      under(policy, 'secret-data'),
      under(policy, 'all-watch'),
      under(policy, 'unauthorized'),
      under(policy, 'all-get'),
      under(policy, 'query'),
    ]),
  ],
}

describe('what --update pins', () => {
  const entries = measuredCells(runOf(SETTING), 'prod')

  test('is every claimed cell, with stages where they are not the usual, and every leak', () => {
    expect(entries.map(({ request, cells }) => [request, cells])).toEqual([
      ['create secrets', [{ level: 'RequestResponse', leaks: ['requestObject', 'responseObject'] }]],
      ['watch configmaps', [{ level: 'Metadata', stages: ['RequestReceived', 'ResponseComplete'] }]],
      ['list secrets', [{ level: 'RequestResponse' }]],
      ['get configmaps', [{ level: 'Metadata', leaks: ['requestURI'] }]],
    ])
  })

  test('holds at once, but for the reasons that only a person can give', () => {
    const run = runResult(runOf({ ...SETTING, cells: `why: By design.\n${writeCells(null, entries)}` }))
    expect(run.summary).toMatchObject({ passed: 2, weaknesses: 2, failed: 0, leaks: 0, exitStatus: 0 })
  })

  test('keeps the reason that stood there', () => {
    const cells = 'acts: {create: {create secrets: {level: None, why: Known since May.}}}\n'
    expect(measuredCells(runOf({ ...SETTING, cells }), 'prod')[0]?.cells[0]?.why).toBe('Known since May.')
  })

  test('is several cells with their counts where requests of one description differ', () => {
    const steps: Setting['steps'] = (policy) => [
      step('create', [under(policy, 'secret-data'), under(policy, 'secret-data', { auditID: 'x', lines: [] })]),
    ]
    const [entry] = measuredCells(runOf({ ...SETTING, steps }), 'prod')
    expect(entry?.cells.map(({ level, count }) => [level, count])).toEqual([
      ['None', 1],
      ['RequestResponse', 1],
    ])
  })

  test('is nothing for a cell that is unknown', () => {
    const steps: Setting['steps'] = (policy) => [
      step('create', [under(policy, 'secret-data', { unknown: 'lost by the server' })]),
    ]
    expect(measuredCells(runOf({ ...SETTING, steps }), 'prod')).toEqual([])
  })

  test('is nothing where a step ended otherwise than stated: its requests are not those that the scenario means', () => {
    const steps: Setting['steps'] = (policy) => [{ ...step('create', [under(policy, 'secret-data')]), exitCode: 1 }]
    expect(measuredCells(runOf({ ...SETTING, steps }), 'prod')).toEqual([])
  })

  test('is one entry where two claims cover the same requests', () => {
    const scenario = `${SETTING.scenario}      - {request: create secrets, atLeast: Metadata}\n`
    const twice = measuredCells(runOf({ ...SETTING, scenario }), 'prod')
    expect(twice.filter(({ request }) => request === 'create secrets')).toEqual(entries.slice(0, 1))
  })
})

import { describe, expect, it } from '@jest/globals'
import { loadScenario } from '../../lib/scenario/load.js'

const text = `name: a
about: b
steps:
  - id: one
    run: kubectl get pods
    expect:
      - {request: list pods, atLeast: Metadata}
  - id: two
    request: {method: GET, path: /healthz}
`

describe('loadScenario', () => {
  it('gives steps and claims their places and parses the requests', () => {
    const { steps, file } = loadScenario(text, 'a.yaml')
    expect(file).toBe('a.yaml')
    expect(steps.map(({ id, position }) => [id, position])).toEqual([
      ['one', { line: 4, column: 5 }],
      ['two', { line: 8, column: 5 }],
    ])
    expect(steps[0]?.expect).toEqual([
      {
        request: 'list pods',
        atLeast: 'Metadata',
        pattern: { kind: 'resource', verb: 'list', resource: 'pods', subresource: '', apiGroup: '' },
        position: { line: 7, column: 9 },
      },
    ])
  })

  it('fills in what a file leaves out', () => {
    const scenario = loadScenario(text, 'a.yaml')
    expect(scenario).toMatchObject({
      labels: {},
      needs: [],
      namespaces: [],
      crds: [],
      alone: false,
      personas: {},
      setup: '',
    })
    expect(scenario.steps[0]).toMatchObject({ persona: 'admin', timeout: '60s', background: false, exit: 0 })
    expect(scenario.steps[1]).toMatchObject({ request: { method: 'GET', path: '/healthz', headers: {}, body: '' } })
  })

  it('makes lanes take turns when a persona is bound for the whole cluster', () => {
    const wide = `personas: {jane: {user: jane, clusterRole: view, clusterWide: true}}\n${text}`
    expect(loadScenario(wide, 'a.yaml').alone).toBe(true)
    expect(loadScenario(wide.replace('clusterWide: true', 'clusterWide: false'), 'a.yaml').alone).toBe(false)
  })
})

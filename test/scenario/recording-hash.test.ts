import { describe, expect, it } from '@jest/globals'
import { loadScenario } from '../../lib/scenario/load.js'

const text = `name: a
about: b
labels: {area: x}
personas:
  jane: {user: jane, groups: [a, b]}
setup: |
  # comment
  apiVersion: v1
  kind: ConfigMap
  metadata: {name: c}
steps:
  - id: one
    persona: jane
    run: kubectl get pods
    env: {A: a, B: b}
    expect:
      - {request: list pods, atLeast: Metadata}
  - id: two
    request: {method: GET, path: /healthz}
    status: 200
`
const hash = (scenario: string): string => loadScenario(scenario, 'a.yaml').requestHash

describe('requestHash', () => {
  it('is a SHA-256', () => {
    expect(hash(text)).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each([
    ['a claim', 'atLeast: Metadata', 'atMost: Request'],
    ['a label', 'area: x', 'area: y'],
    ['prose', 'about: b', 'about: c'],
    ['a comment', '# comment', '# another'],
    ['a YAML comment', 'steps:', 'steps: # here'],
    ['the order of keys', '{A: a, B: b}', '{B: b, A: a}'],
    ['an expected status', 'status: 200', 'status: 201'],
    ['a default that is written out', 'run: kubectl', 'background: false\n    run: kubectl'],
  ])('stays when %s changes', (_what, from, to) => {
    expect(text).toContain(from)
    expect(hash(text.replace(from, to))).toBe(hash(text))
  })

  it.each([
    ['a persona', 'groups: [a, b]', 'groups: [a]'],
    ['the setup', 'name: c', 'name: d'],
    ['a command', 'get pods', 'get pods -A'],
    ['an environment variable', 'A: a', 'A: c'],
    ['standard input', 'env:', 'stdin: x\n    env:'],
    ['a step id', 'id: one', 'id: three'],
    ['who makes a request', 'persona: jane', 'persona: admin'],
    ['discovery', 'env:', 'discovery: cold\n    env:'],
    ['readiness', 'env:', 'ready: pod/x\n    env:'],
    ['a capture', 'env:', 'capture: {x: stdout}\n    env:'],
    ['a background step', 'env:', 'background: true\n    until: two\n    env:'],
    ['a raw request', 'path: /healthz', 'path: /livez'],
    ['namespaces', 'steps:', 'namespaces: [x]\nalone: true\nsteps:'],
    ['CustomResourceDefinitions', 'steps:', 'crds: [x.yaml]\nsteps:'],
  ])('changes with %s', (_what, from, to) => {
    expect(text).toContain(from)
    expect(hash(text.replace(from, to))).not.toBe(hash(text))
  })
})

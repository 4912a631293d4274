import { loadScenario } from '../../../lib/scenario/load.js'
import type { Scenario } from '../../../lib/scenario/scenario.js'
import type { RecordedRequest, Recording } from '../../../lib/engine/replay/recording.js'
import { traced } from '../../run/support.js'

export function scenarioOf(name: string, file: string, command = 'kubectl get secrets'): Scenario {
  const text = `name: ${name}
about: What is done.
steps:
  - id: act
    run: ${command}
    expect: [{request: list secrets, atLeast: Metadata}]
`
  return loadScenario(text, file)
}

/** A request of the fixtures as a recording holds it. */
export function recordedRequest(auditID: string, change: Partial<RecordedRequest> = {}): RecordedRequest {
  const { unknown: _, limits: __, lines, ...request } = traced(auditID)
  return { ...request, lines: [...lines], metadata: null, ...change }
}

export function recordingOf(
  scenario: Scenario,
  requests: RecordedRequest[] = [],
  change: Partial<Recording> = {},
): Recording {
  const { name } = scenario
  return {
    schemaVersion: 1,
    scenario: name,
    hash: scenario.requestHash,
    kubernetes: 'v1.34.4',
    kubectl: 'v1.34.4',
    engine: 'kind',
    variables: { namespace: 'shop', run: 'r1' },
    steps: [{ id: 'act', exitCode: 0, stderr: '', timedOut: false, secrets: [], requests }],
    components: [],
    ...change,
  }
}

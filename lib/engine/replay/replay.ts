import { attributesOfEvent } from '../../audit/attributes-of.js'
import type { AuditEvent } from '../../audit/event.js'
import { compareLevels } from '../../audit/level.js'
import { projectLine } from '../../audit/project.js'
import { evaluate } from '../../policy/evaluate.js'
import type { Policy } from '../../policy/policy.js'
import type { ScenarioExecution, TracedRequest } from '../execution.js'
import type { RecordedRequest, Recording } from './recording.js'

/** What a recorded scenario would have left in a policy's log. */
export function replay(recording: Recording, policy: Policy): ScenarioExecution {
  return {
    scenario: recording.scenario,
    status: 'ran',
    variables: recording.variables,
    steps: recording.steps.map((step) => ({
      ...step,
      stdout: '',
      requests: step.requests.map((request) => replayRequest(request, policy)),
    })),
    components: recording.components,
    componentsUnknown: null,
  }
}

const LOST = "lost by the server: the recording's catch-all lost this Event, as any policy that logs the body does"
const NO_EVENT = 'the recording holds no Event of this request, so what a policy makes of it cannot be told'

function replayRequest({ metadata, ...request }: RecordedRequest, policy: Policy): TracedRequest {
  const [first] = metadata ?? request.lines
  if (first === undefined) return { ...request, lines: [], unknown: NO_EVENT }
  const decision = evaluate(policy, attributesOfEvent(JSON.parse(first) as AuditEvent))
  const logsBody = compareLevels(decision.level, 'Metadata') > 0
  // What the catch-all lost at RequestResponse a policy loses at Request too: the body that cannot be encoded is sent.
  const lines = metadata === null || logsBody ? request.lines : metadata
  const unknown = metadata !== null && logsBody ? LOST : null
  return { ...request, lines: lines.flatMap((line) => projectLine(line, decision) ?? []), unknown }
}

import { attributesOfEvent } from '../../audit/attributes-of.js'
import type { AuditEvent } from '../../audit/event.js'
import { compareLevels, type Stage } from '../../audit/level.js'
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
  const decision = evaluate(policy, attributesOfEvent(parse(first)))
  const project = (line: string): string | [] => projectLine(line, decision) ?? []
  if (metadata === null) return { ...request, lines: request.lines.flatMap(project), unknown: null }
  if (compareLevels(decision.level, 'Metadata') <= 0) {
    return { ...request, lines: metadata.flatMap(project), unknown: null }
  }
  // What the catch-all lost at RequestResponse a policy loses at Request too: the body that cannot be encoded is sent.
  const kept = new Set(request.lines.map(stageOf))
  const lost = metadata.map(stageOf).some((stage) => !kept.has(stage) && !decision.omitStages.includes(stage))
  return { ...request, lines: request.lines.flatMap(project), unknown: lost ? LOST : null }
}

function stageOf(line: string): Stage {
  return parse(line).stage
}

function parse(line: string): AuditEvent {
  // Lines come from kube-apiserver's own log backend.
  return JSON.parse(line) as AuditEvent
}

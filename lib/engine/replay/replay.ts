import { capturedRequest, type CapturedRequest } from '../../audit/captured-request.js'
import type { AuditEvent } from '../../audit/event.js'
import { leftOpen, whyUnknown, type FoundLimit, type Taken } from '../../audit/found-limit.js'
import { limitsOf } from '../../audit/limits-of.js'
import { projectLine, type Shape } from '../../audit/project.js'
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

function replayRequest(recorded: RecordedRequest, policy: Policy): TracedRequest {
  const { metadata, ...request } = recorded
  const captures = capturesOf(recorded)
  const { attributes } = captures.metadata ?? captures.everything
  // Without attributes nothing can be decided, and that is the limit.
  const decision = attributes === null ? NONE : evaluate(policy, attributes)
  const { lines, limits } = sourceOf(recorded, captures, decision)
  return {
    ...request,
    lines: lines.flatMap((line) => projectLine(line, decision) ?? []),
    unknown: whyUnknown(limits),
    limits,
  }
}

const NONE: Shape = { level: 'None', omitStages: [], omitManagedFields: false }
const EVERYTHING: Taken = { under: { ...NONE, level: 'RequestResponse' }, complete: true }
const METADATA: Taken = { under: { ...NONE, level: 'Metadata' }, complete: true }

/** What the lines of a request show, under the catch-all and, where it lost some, at Metadata. */
interface Captures {
  readonly everything: CapturedRequest
  readonly metadata: CapturedRequest | null
}

/** Every policy asks the same of a request, so its lines are read once. */
const known = new WeakMap<RecordedRequest, Captures>()

function capturesOf(request: RecordedRequest): Captures {
  const found = known.get(request)
  if (found !== undefined) return found
  const { lines, metadata } = request
  const captures = { everything: captured(lines), metadata: metadata === null ? null : captured(metadata) }
  known.set(request, captures)
  return captures
}

function captured(lines: readonly string[]): CapturedRequest {
  // Lines come from kube-apiserver's own log backend.
  return capturedRequest(lines.map((line) => JSON.parse(line) as AuditEvent))
}

/** The lines to project, with what they cannot tell: those at Metadata where they show enough, since they lost nothing. */
function sourceOf(
  { lines, metadata }: RecordedRequest,
  captures: Captures,
  decision: Shape,
): { lines: readonly string[]; limits: readonly FoundLimit[] } {
  if (metadata !== null && captures.metadata !== null) {
    const limits = limitsOf(captures.metadata, decision, METADATA)
    // Only for bodies the catch-all shows more.
    if (leftOpen(limits) !== 'body') return { lines: metadata, limits }
    const lost = lostBetween(captures.everything, captures.metadata, decision)
    // What the catch-all lost at RequestResponse a policy loses at Request too: the body that cannot be encoded is sent.
    if (lost !== null) return { lines, limits: [lost] }
  }
  return { lines, limits: limitsOf(captures.everything, decision, EVERYTHING) }
}

/** Why the catch-all lost Events that the policy would have had the server write; null when it lost none of them. */
function lostBetween(everything: CapturedRequest, metadata: CapturedRequest, { omitStages }: Shape): FoundLimit | null {
  const kept = new Set(everything.events.map(({ stage }) => stage))
  const isLost = metadata.events.some(({ stage }) => !kept.has(stage) && !omitStages.includes(stage))
  if (!isLost) return null
  return metadata.attributes?.verb === 'patch'
    ? { limit: 'unencodable-body', certain: true }
    : { limit: 'line-above-log-size', certain: false }
}

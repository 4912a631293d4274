import { capturedRequest, type CapturedRequest } from '../../audit/captured-request.js'
import type { AuditEvent } from '../../audit/event.js'
import { leftOpen, whyUnknown, type FoundLimit, type Taken } from '../../audit/found-limit.js'
import { limitsOf } from '../../audit/limits-of.js'
import { projectLine, shapeKey, type Shape } from '../../audit/project.js'
import { evaluate } from '../../policy/evaluate.js'
import type { Policy } from '../../policy/policy.js'
import { once } from '../../util/once.js'
import type { ScenarioExecution, TracedRequest } from '../execution.js'
import type { RecordedRequest, Recording } from './recording.js'

/** What a recorded scenario would have left in a policy's log. */
export function replay(recording: Recording, policy: Policy): ScenarioExecution {
  const { requests, known } = replaysOf(recording)
  const shapes = requests.map((request) => shapeUnder(policy, request))
  const key = shapes.map(shapeKey).join()
  const replayed = known.get(key) ?? replayAs(recording, new Map(requests.map((one, index) => [one, shapes[index]])))
  known.set(key, replayed)
  return replayed
}

/** Policies that make the same of every request get the same object, and whoever judges it knows that. */
const replaysOf = once(({ steps }: Recording) => ({
  requests: steps.flatMap(({ requests }) => requests),
  known: new Map<string, ScenarioExecution>(),
}))

function shapeUnder(policy: Policy, request: RecordedRequest): Shape {
  const { metadata, everything } = capturesOf(request)
  const { attributes } = metadata ?? everything
  // Without attributes nothing can be decided, and that is the limit.
  return attributes === null ? NONE : evaluate(policy, attributes)
}

function replayAs(recording: Recording, shapes: ReadonlyMap<RecordedRequest, Shape | undefined>): ScenarioExecution {
  return {
    scenario: recording.scenario,
    status: 'ran',
    variables: recording.variables,
    steps: recording.steps.map((step) => ({
      ...step,
      stdout: '',
      requests: step.requests.map((request) => replayRequest(request, shapes.get(request) ?? NONE)),
    })),
    components: recording.components,
    componentsUnknown: null,
  }
}

function replayRequest(recorded: RecordedRequest, shape: Shape): TracedRequest {
  const known = tracesOf(recorded)
  const key = shapeKey(shape)
  const traced = known.get(key) ?? shaped(recorded, shape)
  known.set(key, traced)
  return traced
}

/** A request is projected once for each shape, whatever is made of the others. */
const tracesOf = once<RecordedRequest, Map<string, TracedRequest>>(() => new Map())

function shaped(recorded: RecordedRequest, shape: Shape): TracedRequest {
  const { metadata: _, ...request } = recorded
  const { lines, limits } = sourceOf(recorded, capturesOf(recorded), shape)
  return {
    ...request,
    lines: lines.flatMap((line) => projectLine(line, shape) ?? []),
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
const capturesOf = once(({ lines, metadata }: RecordedRequest): Captures => {
  return { everything: captured(lines), metadata: metadata === null ? null : captured(metadata) }
})

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

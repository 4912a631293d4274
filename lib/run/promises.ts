import type { AuditEvent } from '../audit/event.js'
import { expectedBodies } from '../audit/expected-bodies.js'
import { compareLevels } from '../audit/level.js'
import type { Decision } from '../policy/policy.js'
import { possibleStages } from './stages.js'
import type { Passage } from './stages.js'

export interface Promised extends Passage {
  readonly events: readonly AuditEvent[]
  /** Null when it cannot be told. */
  readonly decision: Decision | null
  /** HTTP method, null when it is not known. */
  readonly method: string | null
}

/**
 * Where the Events of a request are not what Kubernetes promises for its level: one sentence each, none when all is well.
 * A request without Events breaks no promise that could be seen in them.
 */
export function brokenPromises(request: Promised): string[] {
  if (request.events.length === 0) return []
  return [
    ...levelPromise(request),
    ...stagesPromise(request),
    ...request.events.flatMap((e) => bodyPromises(e, request)),
  ]
}

function levelPromise({ events, decision }: Promised): string[] {
  const levels = new Set(events.map(({ level }) => level))
  if (levels.size > 1) return [`its Events carry different levels: ${[...levels].join(', ')}`]
  const [level] = levels
  if (level === undefined || decision === null || level === decision.level) return []
  const rule = decision.rule === null ? 'no rule matches' : `rule ${decision.rule} decides`
  return [`its Events carry ${level}, but ${rule} ${decision.level}`]
}

function stagesPromise(request: Promised): string[] {
  const { events, decision } = request
  if (decision === null) return []
  const stages = events.map(({ stage }) => stage).join(', ')
  const possible = possibleStages(request).map((sequence) =>
    sequence.filter((s) => !decision.omitStages.includes(s)).join(', '),
  )
  if (possible.includes(stages)) return []
  return [`its Events have the stages ${stages}, expected ${possible[0] === '' ? 'none' : possible[0]}`]
}

function bodyPromises(event: AuditEvent, request: Promised): string[] {
  const { requestObject, responseObject, stage, level } = event
  const broken: string[] = []
  if (requestObject !== undefined && (stage === 'RequestReceived' || compareLevels(level, 'Request') < 0)) {
    broken.push(`a requestObject stands in ${stage} at ${level}`)
  }
  if (responseObject !== undefined && (stage === 'RequestReceived' || compareLevels(level, 'RequestResponse') < 0)) {
    broken.push(`a responseObject stands in ${stage} at ${level}`)
  }
  // A HEAD is a get without its body; what was truncated has none either.
  if (request.method === 'HEAD' || event.annotations?.['audit.k8s.io/truncated'] !== undefined) return broken
  const expected = expectedBodies(request.attributes, event.responseStatus?.code ?? null)
  if (requestObject === undefined && expected.requestObject === 'certain' && compareLevels(level, 'Request') >= 0) {
    broken.push(`no requestObject in ${stage} at ${level}`)
  }
  if (responseObject === undefined && expected.responseObject === 'certain' && level === 'RequestResponse') {
    broken.push(`no responseObject in ${stage} at ${level}`)
  }
  return broken
}

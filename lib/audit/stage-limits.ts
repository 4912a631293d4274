import type { Attributes } from './attributes.js'
import type { CapturedEvent, CapturedRequest } from './captured-request.js'
import type { FoundLimit, Taken } from './found-limit.js'
import { compareLevels, type Stage } from './level.js'
import { isLongRunning } from './long-running.js'
import type { Shape } from './project.js'

/** Where Events are not there that the policy would have had the server write. */
export function stageLimits(
  attributes: Attributes,
  { events, missing }: CapturedRequest,
  wanted: Shape,
  { under, complete }: Taken,
): FoundLimit[] {
  const seen = events.map(({ stage }) => stage)
  const isKept = (stage: Stage): boolean => !wanted.omitStages.includes(stage)
  // Where the end is missing it may have been a Panic.
  const mayPanic = missing.includes('ResponseComplete') && !isKept('ResponseComplete')
  const candidates = [...missing, ...(mayPanic ? ['Panic' as const] : [])].filter(isKept)
  return candidates.flatMap((stage): FoundLimit[] => {
    const omitted = under?.omitStages.includes(stage) ?? false
    if (complete && under !== null && !omitted) return []
    if (stage === 'Panic' && under !== null && !omitted) return []
    // Stryker disable next-line MethodExpression: all Events of a request have one level
    if (stage === 'ResponseComplete' && !omitted && events.every(bearsRequestBody(attributes))) {
      return [{ limit: 'unencodable-body', certain: false }]
    }
    const isOpen = stage === 'ResponseComplete' && under !== null && !omitted && isLongRunning(attributes)
    if (isOpen && seen.some(isKept)) return [{ limit: 'open-stream', certain: false }]
    // A request whose later stages are there has passed those before; its end may be another one, or still to come.
    const hasPassed = stage === 'RequestReceived' || seen.includes('ResponseComplete')
    return [{ limit: 'missing-stage', certain: omitted || hasPassed }]
  })
}

/** Whether an Event after this one would have held the body of a patch. */
function bearsRequestBody({ verb, resourceRequest }: Attributes): (event: CapturedEvent) => boolean {
  return ({ level }) => resourceRequest && verb === 'patch' && compareLevels(level, 'Request') >= 0
}

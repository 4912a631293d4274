import type { Attributes } from '../audit/attributes.js'
import type { Stage } from '../audit/level.js'
import { isLongRunning } from '../audit/long-running.js'
import { usualStages } from '../audit/usual-stages.js'

/** A request and its answer, as far as they decide which stages it passes. */
export interface Passage {
  readonly attributes: Attributes
  /** HTTP status of the answer, null when there was none. */
  readonly status: number | null
}

/** Every sequence of stages that a request can pass, the usual one first. */
export function possibleStages(passage: Passage): readonly (readonly Stage[])[] {
  const { attributes, status } = passage
  const usual = usualStages(passage)
  if (attributes.user === null) return [usual]
  const possible: (readonly Stage[])[] = [usual, ['RequestReceived', 'Panic']]
  if (isLongRunning(attributes)) {
    possible.push(['RequestReceived', 'ResponseStarted', 'Panic'])
    // A stream that is still open.
    possible.push(['RequestReceived', 'ResponseStarted'])
  }
  // After a timeout or an abandoned request the last Event comes late or never.
  if (status === null || status === 504) possible.push(['RequestReceived'])
  return possible
}

import type { Level, Stage } from '../../audit/level.js'
import type { LeakPlace } from '../../scenario/schema.js'
import type { ObservedRequest } from '../observe.js'
import { once } from '../../util/once.js'
import { findSecrets } from './find-secrets.js'
import type { Needle } from './needles.js'
import { isPermitted } from './permitted.js'

/** A secret where none may stand. */
export interface FoundLeak {
  readonly auditID: string
  readonly stage: Stage
  readonly place: LeakPlace
  readonly encoding: string
  readonly secret: string
}

/** The leaks in the lines of a request, of which its claims permit this level. */
export function leaksIn(
  { auditID, lines, events }: ObservedRequest,
  needles: readonly Needle[],
  permitted: Level,
): FoundLeak[] {
  const ofLines = foundIn(lines)(needles)
  return events.flatMap(({ stage }, index) =>
    (ofLines[index] ?? [])
      .filter(({ place }) => !isPermitted(place, permitted))
      .map((found) => ({ auditID, stage, ...found })),
  )
}

/** Many policies leave the same lines of a recorded request, and each is searched for the same secrets. */
const foundIn = once((lines: readonly string[]) =>
  once((needles: readonly Needle[]) => lines.map((line) => findSecrets(line, needles))),
)

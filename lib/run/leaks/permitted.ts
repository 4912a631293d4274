import { compareLevels } from '../../audit/level.js'
import type { Level } from '../../audit/level.js'
import type { Claim, LeakPlace } from '../../scenario/schema.js'

/**
 * The level up to which a request's bodies may hold a canary: what its claims allow, else what they ask for, else None. Of
 * several claims the strictest counts.
 */
export function permittedLevel(claims: readonly Pick<Claim, 'atLeast' | 'atMost'>[]): Level {
  const allowed = claims.flatMap(({ atMost }) => atMost ?? [])
  if (allowed.length > 0) return allowed.reduce((a, b) => (compareLevels(a, b) <= 0 ? a : b))
  const asked = claims.flatMap(({ atLeast }) => atLeast ?? [])
  return asked.reduce((a, b) => (compareLevels(a, b) >= 0 ? a : b), 'None')
}

/** Whether a canary may stand there: only in a body that the level logs. */
export function isPermitted(place: LeakPlace, level: Level): boolean {
  if (place === 'requestObject') return compareLevels(level, 'Request') >= 0
  return place === 'responseObject' && level === 'RequestResponse'
}

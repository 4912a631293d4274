import { distance } from 'fastest-levenshtein'
import type { LocatedClaim } from '../scenario/scenario.js'
import { requestKey } from './fill-claim.js'
import type { ObservedRequest } from './observe.js'

/** Why a claim holds for nothing: what was asked instead, the nearest first. */
export function describeNoMatch(claim: LocatedClaim, requests: readonly ObservedRequest[]): string {
  const descriptions = [...new Set(requests.map(({ description }) => description))]
  const nearest = descriptions.sort((a, b) => distance(a, claim.request) - distance(b, claim.request))
  const who = claim.by ?? 'the step'
  const made = nearest.length === 0 ? `${who} made no request` : `${who} made ${nearest.join(', ')}`
  return `No request is \`${requestKey(claim)}\`: ${made}.`
}

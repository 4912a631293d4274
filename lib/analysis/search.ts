import type { Attributes } from '../audit/attributes.js'
import type { Assumptions } from '../requirement/requirement.js'
import { subtract, type Box } from './box.js'
import type { Budget } from './budget.js'
import type { Condition } from './condition.js'
import { requestIn } from './witness.js'

/**
 * A possible request of a box that meets none of the conditions; null when there is none, or when the budget is spent: ask it.
 * Subtracts one condition after the other, only those that meet what is left, the one that leaves the fewest pieces first.
 */
export function searchOutside(
  box: Box,
  conditions: readonly Condition[],
  assume: Assumptions,
  budget: Budget,
): Attributes | null {
  let best: readonly Box[] | null = null
  let chosen: Condition | null = null
  const meeting: Condition[] = []
  for (const condition of conditions) {
    if (!budget.spend()) return null
    const pieces = subtract(box, condition, assume)
    if (pieces === null) continue
    if (pieces.length === 0) return null
    meeting.push(condition)
    if (best === null || pieces.length < best.length) [best, chosen] = [pieces, condition]
  }
  if (best === null) return requestIn(box, assume)
  const others = meeting.filter((condition) => condition !== chosen)
  for (const piece of best) {
    const found = searchOutside(piece, others, assume, budget)
    if (found !== null) return found
  }
  return null
}

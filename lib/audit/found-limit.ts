import { captureLimit, type CaptureLimit, type LimitId } from './capture-limits.js'
import type { Shape } from './project.js'

/** How a capture was taken. */
export interface Taken {
  /** What the policy that wrote it decided for the request; null when nobody knows. */
  readonly under: Shape | null
  /**
   * No Event that the server wrote until the end is missing, and none was changed: true of a recording, of a log that was
   * found somewhere never.
   */
  readonly complete: boolean
}

/** A limit that applies to a request. */
export interface FoundLimit {
  readonly limit: LimitId
  /** False where the Events leave open whether it applies. */
  readonly certain: boolean
}

/** The most that these limits leave open of a request. */
export function leftOpen(found: readonly FoundLimit[]): CaptureLimit['leaves'] {
  const order = ['cell', 'body', 'bytes', 'nothing'] as const
  const left = found.map(({ limit }) => captureLimit(limit).leaves)
  return order.find((leaves) => left.includes(leaves)) ?? 'nothing'
}

/** Why the cell of a request that these limits apply to cannot be told; null when it can. */
export function whyUnknown(found: readonly FoundLimit[]): string | null {
  const open = leftOpen(found)
  if (open !== 'cell' && open !== 'body') return null
  const reasons = found.map(({ limit }) => captureLimit(limit)).filter(({ leaves }) => leaves === open)
  return reasons.map(({ id, happens }) => `${id}: ${happens}`).join(' ')
}

import { sizeIndex, type Digest } from '../audit/digest.js'
import type { Level } from '../audit/level.js'
import { evaluate } from '../policy/evaluate.js'
import type { Policy } from '../policy/policy.js'
import type { Volume } from './volume.js'

/** What the digested log would have been under a policy, by level. */
export function digestVolume(digest: Digest, policy: Policy): Partial<Record<Level, Volume>> {
  const byLevel: Partial<Record<Level, { events: number; bytes: number }>> = {}
  for (const { attributes, stages } of digest.entries) {
    const decision = evaluate(policy, attributes)
    if (decision.level === 'None') continue
    const index = sizeIndex(decision.level, decision.omitManagedFields)
    for (const { stage, events, bytes } of stages) {
      if (decision.omitStages.includes(stage)) continue
      const volume = (byLevel[decision.level] ??= { events: 0, bytes: 0 })
      volume.events += events
      volume.bytes += bytes[index]
    }
  }
  return byLevel
}

import { attributesOfEvent } from '../audit/attributes-of.js'
import type { Attributes } from '../audit/attributes.js'
import { sizeIndex, type Digest } from '../audit/digest.js'
import type { AuditEvent } from '../audit/event.js'
import type { Recording } from '../engine/replay/recording.js'
import { replay } from '../engine/replay/replay.js'
import { evaluate } from '../policy/evaluate.js'
import type { Policy } from '../policy/policy.js'
import { volumeOf, type Volume } from '../volume/volume.js'

/** A request, or many that are alike, with what a policy would have written of it. */
export interface Sample {
  readonly attributes: Attributes
  readonly volume: Volume
  /** The capture leaves open whether there is more. */
  readonly isAtLeast: boolean
}

/** Requests that were captured under the catch-all. */
export interface Traffic {
  /** What it is: `67 recorded scenarios`, `an idle cluster in a day`. */
  readonly name: string
  /** What the policy would have written, in the same order for every policy. */
  readonly under: (policy: Policy) => readonly Sample[]
}

/** The requests of recorded scenarios, once each. */
export function recordedTraffic(recordings: readonly Recording[]): Traffic {
  return {
    name: `${recordings.length} recorded scenarios`,
    under: (policy) =>
      recordings.flatMap((recording) => {
        const ran = replay(recording, policy)
        const steps = ran.status === 'ran' ? ran.steps : []
        return recording.steps.flatMap(({ requests }, step) =>
          requests.flatMap((recorded, index): Sample[] => {
            const made = steps[step]?.requests[index]
            const [line] = recorded.metadata ?? recorded.lines
            if (line === undefined || made === undefined) return []
            // Lines come from kube-apiserver's own log backend.
            const attributes = attributesOfEvent(JSON.parse(line) as AuditEvent)
            return [{ attributes, volume: volumeOf(made.lines), isAtLeast: made.unknown !== null }]
          }),
        )
      }),
  }
}

const DAY = 86_400

/** What the components of a cluster ask for in a day. */
export function digestedTraffic(name: string, { entries, seconds }: Digest): Traffic {
  const perDay = DAY / seconds
  return {
    name,
    under: (policy) =>
      entries.map(({ attributes, stages }): Sample => {
        const { level, omitStages, omitManagedFields } = evaluate(policy, attributes)
        const written = level === 'None' ? [] : stages.filter(({ stage }) => !omitStages.includes(stage))
        const sum = (of: (one: (typeof written)[number]) => number): number =>
          written.reduce((total, one) => total + of(one) * perDay, 0)
        const index = level === 'None' ? 0 : sizeIndex(level, omitManagedFields)
        const volume = { events: sum(({ events }) => events), bytes: sum(({ bytes }) => bytes[index]) }
        return { attributes, volume, isAtLeast: false }
      }),
  }
}

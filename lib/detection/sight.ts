import { example } from '../analysis/prove.js'
import type { Attributes } from '../audit/attributes.js'
import { compareLevels, type Level, type Stage } from '../audit/level.js'
import { usualStages } from '../audit/usual-stages.js'
import { evaluate } from '../policy/evaluate.js'
import type { Decision, Policy } from '../policy/policy.js'
import type { Detection } from './detection.js'

/** What of the requests that a detection looks at reaches it under a policy. */
export type Sight =
  | { readonly status: 'sees' }
  /** None of them does: it cannot fire. */
  | { readonly status: 'blind'; readonly missed: Missed }
  /** Some do not. */
  | { readonly status: 'partly'; readonly missed: Missed }
  | { readonly status: 'undecided' }

/** A request that does not reach a detection. */
export interface Missed {
  readonly request: Attributes
  readonly decision: Decision
  /** `leaves no Event`, `stage ResponseStarted is omitted`, … */
  readonly why: string
}

type Shape = Pick<Decision, 'level' | 'omitStages'>

/** Decides for every possible request, as requirements are decided. */
export function sightOf(policy: Policy, detection: Detection): Sight {
  const region = { of: detection.of, except: [] }
  const missed = example(policy, region, (shape, stages) => whyMissed(detection, shape, stages) !== null)
  if (missed === 'undecided') return { status: 'undecided' }
  if (missed === null) return { status: 'sees' }
  const seen = example(policy, region, (shape, stages) => whyMissed(detection, shape, stages) === null)
  if (seen === 'undecided') return { status: 'undecided' }
  const decision = evaluate(policy, missed)
  const why = whyMissed(detection, decision, usualStages({ attributes: missed })) ?? ''
  return { status: seen === null ? 'blind' : 'partly', missed: { request: missed, decision, why } }
}

/** Why a detection does not see a request that passes these stages; null when it sees it. */
function whyMissed(
  { stages, fields }: Detection,
  { level, omitStages }: Shape,
  passed: readonly Stage[],
): string | null {
  if (level === 'None') return 'leaves no Event'
  const needed = neededLevel(fields)
  if (compareLevels(level, needed) < 0) {
    const missing = fields.find((field) => compareLevels(level, levelOf(field)) < 0)
    return `is logged at ${level}, without ${missing ?? ''}`
  }
  // A request that has just arrived has no body in its Event yet.
  const usable = passed.filter((stage) => needed === 'Metadata' || stage !== 'RequestReceived')
  const wanted = stages.length === 0 ? usable : usable.filter((stage) => stages.includes(stage))
  if (wanted.some((stage) => !omitStages.includes(stage))) return null
  return wanted.length === 0 ? 'never passes the stage' : `has ${wanted.join(' and ')} omitted`
}

function neededLevel(fields: readonly string[]): Level {
  return fields.map(levelOf).reduce((a, b) => (compareLevels(a, b) >= 0 ? a : b), 'Metadata')
}

function levelOf(field: string): Level {
  return field.startsWith('responseObject') ? 'RequestResponse' : 'Request'
}

import type { Attributes } from '../audit/attributes.js'
import { compareLevels, type Level, type Stage } from '../audit/level.js'
import { usualStages } from '../audit/usual-stages.js'
import type { Decision } from '../policy/policy.js'
import type { Demand, Requirement } from './requirement.js'
import { concerns } from './select.js'

export type Judgement =
  | { readonly verdict: 'holds' }
  | { readonly verdict: 'broken'; readonly why: string }
  | { readonly verdict: 'does not apply' }

/** Whether the decision on one request keeps a requirement. */
export function judge(requirement: Requirement, request: Attributes, decision: Decision): Judgement {
  if (!concerns(requirement, request)) return { verdict: 'does not apply' }
  const why = breach(requirement.demand, usualStages({ attributes: request }), decision)
  return why === null ? { verdict: 'holds' } : { verdict: 'broken', why }
}

type Shape = Pick<Decision, 'level' | 'omitStages'>

/**
 * In what a decision breaks a demand, of a request that passes these stages when all goes well; null when it keeps it. The
 * last of the stages is the one that says how the request ended.
 */
export function breach(demand: Demand, stages: readonly Stage[], decision: Shape): string | null {
  const level = actualLevel(stages, decision)
  if (demand.kind === 'never') {
    return compareLevels(level, demand.level) >= 0 ? `is logged at ${level}` : null
  }
  if (compareLevels(level, demand.level) < 0) return tooLittle(level, decision)
  const required = [stages.at(-1), ...demand.stages.filter((stage) => stages.includes(stage) || stage === 'Panic')]
  const missing = required.find((stage) => stage !== undefined && decision.omitStages.includes(stage))
  return missing === undefined ? null : `is on record without ${missing}`
}

/** The level that Events carry: None when no stage is left to write. A handler may panic, unless nobody got that far. */
function actualLevel(stages: readonly Stage[], { level, omitStages }: Shape): Level {
  const possible: readonly Stage[] = stages.includes('RequestReceived') ? [...stages, 'Panic'] : stages
  return possible.every((stage) => omitStages.includes(stage)) ? 'None' : level
}

function tooLittle(level: Level, decision: Shape): string {
  if (level !== 'None') return `is logged at ${level} only`
  return decision.level === 'None' ? 'leaves no Event' : 'leaves no Event: every stage is omitted'
}

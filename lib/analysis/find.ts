import type { Attributes } from '../audit/attributes.js'
import { STAGES, type Stage } from '../audit/level.js'
import type { Decision, Policy } from '../policy/policy.js'
import type { Assumptions } from '../requirement/requirement.js'
import type { Region } from '../requirement/select.js'
import { everyRequest, narrow, type Box } from './box.js'
import type { Budget } from './budget.js'
import { conditionsOfRule, conditionsOfSelector, type Condition } from './condition.js'
import { searchOutside } from './search.js'
import { these } from './values.js'

/** What is decided of a request, and the stages that it passes when all goes well. */
export type Wanted = (decision: Shape, stages: readonly Stage[]) => boolean
type Shape = Pick<Decision, 'level' | 'omitStages'>

/**
 * A possible request of a region of which a policy decides what is wanted; null when there is none, or when the budget is
 * spent: ask it. Goes through the rules that decide so, each without the requests that an earlier rule decides otherwise.
 */
export function findRequest(
  policy: Policy,
  { of, except }: Region,
  wanted: Wanted,
  assume: Assumptions,
  budget: Budget,
): Attributes | null {
  const region = conditionsOfSelector(of)
  const excepted = except.flatMap(conditionsOfSelector)
  const decisions = [...shapesOf(policy), { level: 'None', omitStages: policy.omitStages } as const]
  const rules = [...policy.rules.map(conditionsOfRule), EVERYTHING]
  for (const { boxes, outside, stages } of passages(decisions, wanted)) {
    const starts = narrowAll(boxes, region, assume)
    const others: Condition[] = [...excepted, ...outside]
    for (const [index, conditions] of rules.entries()) {
      const decision = decisions[index]
      if (decision === undefined || !wanted(decision, stages)) {
        others.push(...conditions)
        continue
      }
      for (const box of narrowAll(starts, conditions, assume)) {
        const found = searchOutside(box, others, assume, budget)
        if (found !== null || budget.isSpent) return found
      }
    }
  }
  return null
}

const EVERYTHING: readonly Condition[] = [{}]

function narrowAll(boxes: readonly Box[], conditions: readonly Condition[], assume: Assumptions): Box[] {
  return boxes.flatMap((box) => conditions.flatMap((condition) => narrow(box, condition, assume) ?? []))
}

/** Requests that pass the same stages. */
interface Passage {
  readonly stages: readonly Stage[]
  readonly boxes: readonly Box[]
  /** Requests that are in the boxes and pass others. */
  readonly outside: readonly Condition[]
}

const UNAUTHENTICATED: readonly Stage[] = ['ResponseStarted']
const SHORT: readonly Stage[] = ['RequestReceived', 'ResponseComplete']
const LONG: readonly Stage[] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete']

/** @see ../audit/long-running.ts, which the tests hold this to */
const LONG_RUNNING: readonly Condition[] = [
  { verbs: these(['watch', 'proxy']) },
  { kind: 'resource', subresources: these(['attach', 'exec', 'proxy', 'log', 'portforward']) },
  { kind: 'path', paths: ['/debug/pprof/*'] },
]

function passages(decisions: readonly Shape[], wanted: Wanted): Passage[] {
  const users = everyRequest(true)
  const nobody = { stages: UNAUTHENTICATED, boxes: everyRequest(false), outside: [] }
  // Most questions have the same answer for short and long-running requests: then they are one.
  if (decisions.every((decision) => wanted(decision, SHORT) === wanted(decision, LONG)))
    return [{ stages: SHORT, boxes: users, outside: [] }, nobody]
  return [
    { stages: SHORT, boxes: users, outside: LONG_RUNNING },
    { stages: LONG, boxes: narrowAll(users, LONG_RUNNING, {}), outside: [] },
    nobody,
  ]
}

/** A rule adds to the policy's stages. */
function shapesOf({ rules, omitStages }: Policy): Shape[] {
  return rules.map((rule) => ({
    level: rule.level,
    omitStages: STAGES.filter((stage) => omitStages.includes(stage) || rule.omitStages.includes(stage)),
  }))
}

import { anyDifference } from '../analysis/diff.js'
import { mutantsOf, type Mutant } from '../analysis/mutants.js'
import { partsOf } from '../analysis/parts.js'
import type { Attributes } from '../audit/attributes.js'
import { requestWords } from '../audit/request-words.js'
import { evaluate } from '../policy/evaluate.js'
import { firstMismatch } from '../policy/match.js'
import { nodeAt } from '../policy/node.js'
import type { Policy } from '../policy/policy.js'
import { readSource } from '../policy/read-source.js'
import type { CoverageResult, CoveredItem, Survivor } from './result.js'
import { noticing, type RecordedScenario } from './noticing.js'

export type CoveredPolicy = Parameters<typeof noticing>[1] & { readonly path: string; readonly text: string }

/** What must be reached, in percent. */
export interface Thresholds {
  readonly exercised: number
  readonly noticed: number
}

/**
 * Which rules and items of a policy the recorded requests exercised, and which changes of it no claim and no pinned cell
 * would notice.
 */
export function coverPolicy(
  policy: Policy,
  covered: CoveredPolicy,
  scenarios: readonly RecordedScenario[],
  thresholds: Thresholds,
): CoverageResult {
  const place = placesOf(covered)
  const requests = scenarios.flatMap((scenario) => scenario.requests)
  const items = itemsOf(policy, requests, place)
  const notices = noticing(policy, covered, scenarios)
  const judged = mutantsOf(policy).map((mutant) => ({ mutant, isNoticed: notices(mutant.policy) }))
  const left = judged.filter(({ isNoticed }) => !isNoticed).map(({ mutant }) => survivorOf(policy, mutant, place))
  const survivors = left.filter((one) => one !== null)
  const mutants = {
    noticed: judged.length - left.length,
    of: judged.length - left.length + survivors.length,
    equivalent: left.length - survivors.length,
  }
  const exercised = items.filter((item) => item.requests > 0).length
  const isReached =
    percent(exercised, items.length) >= thresholds.exercised &&
    percent(mutants.noticed, mutants.of) >= thresholds.noticed
  return {
    ...{ schemaVersion: 1, policy: covered.path, scenarios: scenarios.length, requests: requests.length },
    exercised: { items: exercised, of: items.length, percent: percent(exercised, items.length) },
    items,
    mutants: { ...mutants, percent: percent(mutants.noticed, mutants.of) },
    survivors,
    exitStatus: isReached ? 0 : 1,
  }
}

/** Rounded down: 100 is all of them. */
function percent(part: number, of: number): number {
  return of === 0 ? 100 : Math.floor((part * 100) / of)
}

type Place = (rule: number, path: readonly (string | number)[]) => string

/** file:line of what stands at a path within a rule. */
function placesOf({ path: file, text }: CoveredPolicy): Place {
  const { node, linesBefore } = readSource(text, file)
  return (rule, path) => {
    const found = [path, []].map((one) => nodeAt(node, ['rules', rule, ...one])).find((one) => one !== undefined)
    return `${file}:${(found?.line ?? 1) + linesBefore}`
  }
}

function itemsOf({ rules, ...rest }: Policy, requests: readonly Attributes[], place: Place): CoveredItem[] {
  const policy = { rules, ...rest }
  const byRule = rules.map((): Attributes[] => [])
  for (const request of requests) {
    const { rule } = evaluate(policy, request)
    if (rule !== null) byRule[rule - 1]?.push(request)
  }
  return rules.flatMap((rule, index): CoveredItem[] => {
    const own = byRule[index] ?? []
    return [
      { rule: index + 1, at: place(index, []), field: 'rule', value: '', requests: own.length },
      ...partsOf(rule).map(({ field, value, path, part }) => ({
        ...{ rule: index + 1, at: place(index, path), field, value },
        requests: own.filter((request) => firstMismatch(part, request) === null).length,
      })),
    ]
  })
}

/** Null for a change that changes nothing: there is nothing to notice. */
function survivorOf(policy: Policy, { rule, path, change, policy: mutant }: Mutant, place: Place): Survivor | null {
  const difference = anyDifference(policy, mutant)
  if (difference === null) return null
  const at = { rule: rule + 1, at: place(rule, path), change }
  // Not known to be equal, so it counts.
  if (difference === 'undecided') return { ...at, request: null, before: null, after: null }
  const { request, before, after } = difference
  return { ...at, request: requestWords(request), before: before.level, after: after.level }
}

import type { LimitResult, RunResult } from '../run/result.js'
import { groupBy } from '../util/group.js'
import { countOf } from '../util/numbers.js'
import { title } from './cell.js'

export const LIMITS_HEADING = 'What the capture cannot tell'

/** A limit in words, for all requests and policies that it concerns. */
export interface LimitWords {
  /** `truncated`, `missing-stage, possibly` */
  readonly title: string
  /** Which requests, under which policies. */
  readonly where: string
  readonly happens: string
  readonly meaning: string
  readonly source: string
}

/** What the Events behind replayed and projected cells cannot tell, each limit once. */
export function limitsIn({ limits }: RunResult): LimitWords[] {
  return [...groupBy(limits, ({ limit, certain }) => JSON.stringify([limit, certain])).values()].map((group) => {
    const [{ limit, certain, happens, meaning, source }] = group
    return { title: certain ? limit : `${limit}, possibly`, where: whereWords(group), happens, meaning, source }
  })
}

/** More names than this say less than their number. */
const MOST_NAMES = 4

function whereWords(group: readonly [LimitResult, ...LimitResult[]]): string {
  const places = new Set(
    group.flatMap(({ scenario, requests }) =>
      requests.map(({ step, request }) => title(scenario, step ?? '', request)),
    ),
  )
  const requests = new Set(group.flatMap((one) => one.requests.map(({ auditID }) => auditID)))
  const scenarios = [...new Set(group.map(({ scenario }) => scenario))]
  const names = scenarios.length > MOST_NAMES ? countOf(scenarios.length, 'scenario') : scenarios.join(', ')
  const what = places.size > 1 ? `${countOf(requests.size, 'request')} of ${names}` : [...places].join('')
  return `${what} under ${policyNames(group.map(({ policy }) => policy))}`
}

function policyNames(policies: readonly string[]): string {
  const names = [...new Set(policies)]
  return names.length > MOST_NAMES ? countOf(names.length, 'policy', 'policies') : names.join(', ')
}

/** Whose volume is at least what is shown; none when every policy's is exact as far as anybody can tell. */
export function volumeLimitNote({ limits }: RunResult): string[] {
  const open = limits.filter(({ leaves, how }) => how === 'replayed' && (leaves === 'cell' || leaves === 'body'))
  if (open.length === 0) return []
  return [`at least: of ${policyNames(open.map(({ policy }) => policy))} there is more that the capture cannot tell`]
}

import type { Leak, Result, RunResult, ScenarioResult, Status, UnclaimedRequest } from '../run/result.js'
import { groupBy } from '../util/group.js'
import { countOf } from '../util/numbers.js'
import { resultTitle, title } from './cell.js'

/** A cell with the scenario that it belongs to. */
export interface Located {
  readonly scenario: ScenarioResult
  readonly result: Result
}

/** Cells that share a reason. */
export interface Reason {
  readonly why: string
  readonly cells: readonly [Located, ...Located[]]
}

/** All cells with a status, in the order of the scenarios. */
function cellsWith(run: RunResult, status: Status): Located[] {
  return run.scenarios.flatMap((scenario) =>
    scenario.results.filter((result) => result.status === status).map((result) => ({ scenario, result })),
  )
}

/** Known weaknesses: policy → reasons. One reason often stands for a whole policy. */
export function weaknessesOf(run: RunResult): { readonly policy: string; readonly reasons: readonly Reason[] }[] {
  const policies = groupBy(cellsWith(run, 'weakness'), ({ result }) => result.policy)
  return [...policies].map(([policy, cells]) => ({ policy, reasons: reasonsOf(cells, () => '') }))
}

/** Skipped or unknown cells by scenario and reason: a scenario is mostly skipped as a whole, for every policy. */
export function undecidedOf(run: RunResult, status: 'skipped' | 'unknown'): Reason[] {
  return reasonsOf(cellsWith(run, status), ({ scenario }) => scenario.name)
}

function reasonsOf(cells: readonly Located[], keyOf: (cell: Located) => string): Reason[] {
  const groups = groupBy(cells, (cell) => JSON.stringify([keyOf(cell), cell.result.why]))
  return [...groups.values()].map((group) => ({ why: group[0].result.why ?? 'no reason given', cells: group }))
}

/** More names than this say less than their number. */
const MOST_NAMES = 4

/** The cell when it is one; else how many, of which scenarios. */
export function cellsWords(cells: readonly [Located, ...Located[]]): string {
  const [{ scenario, result }] = cells
  if (cells.length === 1) return resultTitle(scenario.name, result)
  const names = [...new Set(cells.map((cell) => cell.scenario.name))]
  const scenarios = names.length > MOST_NAMES ? countOf(names.length, 'scenario') : names.join(', ')
  return `${countOf(cells.length, 'cell')} of ${scenarios}`
}

/** The policy when it is one, else how many. */
export function policiesWords(cells: readonly Located[]): string {
  const names = new Set(cells.map(({ result }) => result.policy))
  return names.size === 1 ? [...names].join('') : `${names.size} policies`
}

/** What leaked into one place of the Events of one request, in one or several stages and encodings. */
export interface LeakGroup {
  readonly leak: Leak
  readonly words: string
}

export function leaksOf(run: RunResult): LeakGroup[] {
  const groups = groupBy(run.leaks, ({ policy, scenario, step, request, place, secret, why }) =>
    JSON.stringify([policy, scenario, step, request, place, secret, why]),
  )
  return [...groups.values()].map((leaks) => ({ leak: leaks[0], words: leakWords(leaks) }))
}

/** What the cells file of a policy admits for one reason. */
export interface AdmittedLeaks {
  readonly policy: string
  readonly why: string
  /** `scenario › step › request: the canary in requestObject (base64)`, one for each request. */
  readonly places: readonly string[]
}

/** Leaks that a cells file admits; they are known weaknesses too, so a line for each request is enough. */
export function admittedOf(run: RunResult): AdmittedLeaks[] {
  const admitted = run.leaks.flatMap((leak) => (leak.why === null ? [] : [{ ...leak, why: leak.why }]))
  return [...groupBy(admitted, ({ policy, why }) => JSON.stringify([policy, why])).values()].map((leaks) => {
    const requests = groupBy(leaks, ({ scenario, step, request, secret }) =>
      JSON.stringify([scenario, step, request, secret]),
    )
    return { policy: leaks[0].policy, why: leaks[0].why, places: [...requests.values()].map(placeWords) }
  })
}

function placeWords(leaks: readonly [Leak, ...Leak[]]): string {
  const [{ scenario, step, request, secret }] = leaks
  const places = [...new Set(leaks.map(({ place, encoding }) => `${place} (${encoding})`))].join(', ')
  return `${title(scenario, step, request)}: ${secretWords(secret)} in ${places}`
}

function secretWords(secret: string): string {
  return secret === 'canary' ? 'the canary' : secret
}

function leakWords(leaks: readonly [Leak, ...Leak[]]): string {
  const [{ secret, place }] = leaks
  const encodings = [...new Set(leaks.map(({ encoding }) => encoding))].join(', ')
  const stages = [...new Set(leaks.map(({ stage }) => stage))].join(', ')
  return `${secretWords(secret)} stands in ${place} of ${stages} (${encodings})`
}

/** Unclaimed requests by scenario and step; the same request under several policies is one. */
export function unclaimedOf(run: RunResult): { readonly place: string; readonly requests: string[] }[] {
  const steps = groupBy(run.unclaimed, ({ scenario, step }) => `${scenario} › ${step}`)
  return [...steps].map(([place, requests]) => ({ place, requests: requestWords(requests) }))
}

function requestWords(requests: readonly UnclaimedRequest[]): string[] {
  return [...groupBy(requests, ({ request }) => request)].map(([request, group]) => {
    const most = Math.max(...group.map(({ count }) => count))
    return most === 1 ? request : `${request} ×${most}`
  })
}

import type { PolicyResult, Result, RunResult, ScenarioResult } from '../run/result.js'
import { groupBy } from '../util/group.js'

/** A request of a step, with what each policy made of it. */
export interface MatrixRow {
  readonly step: string
  /** As the claim writes it, with `#n` where one claim has several cells. */
  readonly request: string
  /** Policy name → cell. */
  readonly cells: ReadonlyMap<string, Result>
}

export interface Matrix {
  /** Policies that have a cell, in the order of the run. A refused policy has none. */
  readonly policies: readonly PolicyResult[]
  readonly scenarios: readonly { readonly scenario: ScenarioResult; readonly rows: readonly MatrixRow[] }[]
}

/** The cells of a run as rows and columns. */
export function matrixOf(result: RunResult): Matrix {
  const withCells = new Set(result.scenarios.flatMap(({ results }) => results.map(({ policy }) => policy)))
  return {
    policies: result.policies.filter(({ name }) => withCells.has(name)),
    scenarios: result.scenarios
      .filter(({ results }) => results.some(isCell))
      .map((scenario) => ({ scenario, rows: rowsOf(scenario) })),
  }
}

/** A requirement is about many cells, and is none itself. */
function isCell({ requirement }: Result): boolean {
  return requirement === null
}

/** One row for each claim and, where a policy splits its requests into several cells, for each of those. */
function rowsOf({ file, results: all }: ScenarioResult): MatrixRow[] {
  const results = all.filter(isCell)
  const claims = groupBy(results, ({ step, request, file: at, line }) => JSON.stringify([at, line, step, request]))
  // Results may come policy by policy, and a policy may lack some: the scenario has the order. What stands in a cells
  // file only, because the scenario makes no such request any more, comes last.
  const place = (result: Result): number => (result.file === file ? result.line : Infinity)
  const inFileOrder = [...claims.values()].sort(([a], [b]) => (place(a) === place(b) ? 0 : place(a) - place(b)))
  return inFileOrder.flatMap((claim) => {
    const columns = [...groupBy(claim, ({ policy }) => policy).values()]
    const height = Math.max(...columns.map((column) => column.length))
    const [{ step, request: written }] = claim
    const request = written === '' ? '(as a whole)' : written
    return Array.from({ length: height }, (_, index) => ({
      step,
      request: height > 1 ? `${request} #${index + 1}` : request,
      cells: new Map(columns.flatMap((column) => cellAt(column, index))),
    }))
  })
}

function cellAt(column: readonly Result[], index: number): [string, Result][] {
  const cell = column[index]
  return cell === undefined ? [] : [[cell.policy, cell]]
}

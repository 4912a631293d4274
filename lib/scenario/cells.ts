import { groupBy } from '../util/group.js'
import type { Position } from './scenario.js'
import type { Cell } from './schema.js'

/** The cells of a step's requests of one description: several where these differ. */
export interface CellEntry<C extends Cell = Cell> {
  readonly scenario: string
  readonly step: string
  /** As the claim writes it, with ` by USER` for the requests of a component. */
  readonly request: string
  readonly cells: readonly C[]
}

/** A pinned cell with its place. */
export interface LocatedCell extends Cell {
  readonly position: Position
  /** Its own `why`, else that of the whole file; null when there is neither. */
  readonly excuse: string | null
}

/** What a cells file says, as plain data. */
export interface CellsData {
  /** The `why` that stands for the whole policy. */
  readonly why: string | null
  readonly entries: readonly CellEntry<LocatedCell>[]
}

/** What one policy does, pinned. */
export interface CellsFile extends CellsData {
  readonly file: string
  readonly entriesOf: (scenario: string) => readonly CellEntry<LocatedCell>[]
  /** The pinned cells of a step's requests; undefined when there are none. */
  readonly cells: (scenario: string, step: string, request: string) => readonly LocatedCell[] | undefined
}

/** `policies/prod.yaml` → `policies/prod.cells.yaml`. */
export function cellsPath(policyFile: string): string {
  return `${policyFile.replace(/\.(ya?ml|json)$/, '')}.cells.yaml`
}

/** The data of a cells file with its place, ready for looking up. */
export function cellsFile({ why, entries }: CellsData, file: string): CellsFile {
  const byScenario = groupBy(entries, ({ scenario }) => scenario)
  const entriesOf = (scenario: string): readonly CellEntry<LocatedCell>[] => byScenario.get(scenario) ?? []
  return {
    ...{ file, why, entries, entriesOf },
    cells: (scenario, step, request) =>
      entriesOf(scenario).find((entry) => entry.step === step && entry.request === request)?.cells,
  }
}

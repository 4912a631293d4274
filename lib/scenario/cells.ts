import { parseFile } from './parse-file.js'
import { parseRequestPattern } from './request-pattern.js'
import type { Position } from './scenario.js'
import { cellsFileSchema } from './schema.js'
import type { Cell } from './schema.js'
import type { Mistake } from './yaml-document.js'

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
  /** The pinned cells of a step's requests; undefined when there are none. */
  readonly cells: (scenario: string, step: string, request: string) => readonly LocatedCell[] | undefined
}

/** `policies/prod.yaml` → `policies/prod.cells.yaml`. */
export function cellsPath(policyFile: string): string {
  return `${policyFile.replace(/\.(ya?ml|json)$/, '')}.cells.yaml`
}

/** Loads a cells file. Throws an InputError with every problem. */
export function loadCells(text: string, file: string): CellsFile {
  return cellsFile(loadCellsData(text, file), file)
}

/** The data of a cells file with its place, ready for looking up. */
export function cellsFile({ why, entries }: CellsData, file: string): CellsFile {
  const byRequest = new Map(entries.map((entry) => [keyOf(entry.scenario, entry.step, entry.request), entry.cells]))
  return { file, why, entries, cells: (scenario, step, request) => byRequest.get(keyOf(scenario, step, request)) }
}

/** What a cells file says. Throws an InputError with every problem. */
export function loadCellsData(text: string, file: string): CellsData {
  const { value, positionOf, refuse } = parseFile(cellsFileSchema, text, file)
  const why = value.why ?? null
  const mistakes: Mistake[] = []
  const entries = Object.entries(value).flatMap(([scenario, steps]) =>
    // `why` is the one key that names no scenario.
    typeof steps !== 'object'
      ? []
      : Object.entries(steps).flatMap(([step, requests]) =>
          Object.entries(requests).map(([request, pinned]): CellEntry<LocatedCell> => {
            const path = [scenario, step, request]
            const parsed = parseRequestPattern(request.replace(/ by .*$/, ''))
            if ('mistake' in parsed) mistakes.push({ path, part: 'key', message: parsed.mistake })
            const cells = Array.isArray(pinned)
              ? pinned.map((cell, index) => ({ cell, position: positionOf([...path, index]) }))
              : [{ cell: pinned, position: positionOf(path, 'key') }]
            const located = cells.map(({ cell, position }) => ({ ...cell, position, excuse: cell.why ?? why }))
            return { scenario, step, request, cells: located }
          }),
        ),
  )
  refuse(mistakes)
  return { why, entries }
}

function keyOf(scenario: string, step: string, request: string): string {
  return JSON.stringify([scenario, step, request])
}

import { cellsFile, type CellEntry, type CellsData, type CellsFile, type LocatedCell } from './cells.js'
import { parseFile } from './parse-file.js'
import { parseRequestPattern } from './request-pattern.js'
import { cellsFileSchema } from './schema.js'
import type { Mistake } from './yaml-document.js'

/** Loads a cells file. Throws an InputError with every problem. */
export function loadCells(text: string, file: string): CellsFile {
  return cellsFile(loadCellsData(text, file), file)
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

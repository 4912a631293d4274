import { readText } from './read-text.js'
import { InputError } from '../errors.js'
import type { Problem } from '../errors.js'
import { cellsFile, type CellsFile } from './cells.js'
import { compiled, textKey } from './compiled.js'
import type { Scenario } from './scenario.js'
import type { Suite } from './suite.js'

/** Reads scenario files. Throws one InputError with the problems of all of them; names must be unique among them. */
export async function readScenarios(paths: readonly string[]): Promise<Scenario[]> {
  const scenarios: Scenario[] = []
  const problems: Problem[] = []
  for (const path of paths) {
    try {
      const scenario = await readScenario(path)
      const namesake = scenarios.find(({ name }) => name === scenario.name)
      if (namesake === undefined) scenarios.push(scenario)
      else
        problems.push({
          file: path,
          line: 1,
          column: 1,
          message: `${namesake.file} is already named \`${scenario.name}\``,
        })
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      problems.push(...error.problems)
    }
  }
  if (problems.length > 0) throw new InputError('some scenarios cannot be used', { problems })
  return scenarios
}

async function readScenario(path: string): Promise<Scenario> {
  const text = await readText(path)
  const known = compiled().scenarios[textKey(text)]
  if (known !== undefined) return { ...known, file: path }
  const { loadScenario } = await import('./load.js')
  return loadScenario(text, path)
}

/** Reads the cells file at a path. Throws InputError with every problem. */
export async function readCells(path: string): Promise<CellsFile> {
  const text = await readText(path)
  const known = compiled().cells[textKey(text)]
  if (known !== undefined) return cellsFile(known, path)
  const { loadCells } = await import('./load-cells.js')
  return loadCells(text, path)
}

/** Reads the suite file at a path. Throws InputError with every problem. */
export async function readSuiteFile(path: string): Promise<Suite> {
  const text = await readText(path)
  const known = compiled().suites[textKey(text)]
  if (known !== undefined) return { ...known, file: path }
  const { loadSuite } = await import('./load-suite.js')
  return { ...loadSuite(text, path), file: path }
}

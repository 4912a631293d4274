import { isDeepStrictEqual } from 'node:util'
import { loadPolicy } from '../policy/load.js'
import { loadCellsData } from './cells.js'
import { textKey, type Compiled } from './compiled.js'
import { loadScenario } from './load.js'

interface File {
  readonly path: string
  readonly text: string
}

/** Compiles files of the catalog. Throws InputError when one cannot be used. */
export function compile(scenarios: readonly File[], cells: readonly File[], policies: readonly File[]): Compiled {
  return faithful({
    scenarios: Object.fromEntries(
      scenarios.map(({ path, text }) => {
        const { file: _, ...scenario } = loadScenario(text, path)
        return [textKey(text), scenario]
      }),
    ),
    cells: Object.fromEntries(cells.map(({ path, text }) => [textKey(text), loadCellsData(text, path)])),
    policies: Object.fromEntries(policies.map(({ path, text }) => [textKey(text), loadPolicy(text, path)])),
  })
}

/** JSON must hold all of it, or a compiled file would differ from one that is read. */
function faithful(made: Compiled): Compiled {
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(made)), made))
    throw new Error('JSON does not hold what was compiled')
  return made
}

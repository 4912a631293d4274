import { isDeepStrictEqual } from 'node:util'
import { loadPolicy } from '../policy/load.js'
import { loadCellsData } from './load-cells.js'
import { textKey, type Compiled } from './compiled.js'
import { loadSuite } from './load-suite.js'
import { loadScenario } from './load.js'

interface File {
  readonly path: string
  readonly text: string
}

/** The files of the catalog. */
interface Catalog {
  readonly scenarios: readonly File[]
  readonly cells: readonly File[]
  readonly policies: readonly File[]
  readonly suites: readonly File[]
}

/** Compiles files of the catalog. Throws InputError when one cannot be used. */
export function compile({ scenarios, cells, policies, suites }: Catalog): Compiled {
  return faithful({
    scenarios: Object.fromEntries(
      scenarios.map(({ path, text }) => {
        const { file: _, ...scenario } = loadScenario(text, path)
        return [textKey(text), scenario]
      }),
    ),
    cells: Object.fromEntries(cells.map(({ path, text }) => [textKey(text), loadCellsData(text, path)])),
    policies: Object.fromEntries(policies.map(({ path, text }) => [textKey(text), loadPolicy(text, path)])),
    suites: Object.fromEntries(suites.map(({ path, text }) => [textKey(text), loadSuite(text, path)])),
  })
}

/** JSON must hold all of it, or a compiled file would differ from one that is read. */
function faithful(made: Compiled): Compiled {
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(made)), made))
    throw new Error('JSON does not hold what was compiled')
  return made
}

import { parseFile } from './parse-file.js'
import { suiteSchema } from './schema.js'
import type { PatternList, SuiteData } from './suite.js'

/** Loads a suite file. Throws an InputError with every problem. */
export function loadSuite(text: string, file: string): SuiteData {
  const { value, positionOf, refuse } = parseFile(suiteSchema, text, file)
  const reports = value.reports.flatMap((report, index) =>
    /^[^=]+=./.test(report)
      ? []
      : [{ path: ['reports', index], message: `\`${report}\` is no report; write format=path` }],
  )
  refuse(reports)
  const placesOf = (list: PatternList) => value[list].map((_, index) => positionOf([list, index]))
  return {
    ...value,
    positions: {
      policies: placesOf('policies'),
      scenarios: placesOf('scenarios'),
      requirements: placesOf('requirements'),
    },
    budgetPositions: Object.fromEntries(
      Object.keys(value.budgets).map((policy) => [policy, positionOf(['budgets', policy], 'key')]),
    ),
  }
}

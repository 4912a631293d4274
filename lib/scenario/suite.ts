import { basename } from 'node:path'
import { parseFile } from './parse-file.js'
import type { Position } from './scenario.js'
import { suiteSchema } from './schema.js'
import type { SuiteFile } from './schema.js'

export const SUITE_FILE = 'audit-lab.yaml'

/** The lists of a suite that name files. */
export type PatternList = 'policies' | 'scenarios' | 'requirements'

/** A suite file with the places of its patterns. */
export interface Suite extends SuiteFile {
  readonly file: string
  readonly positionOf: (list: PatternList, index: number) => Position
  readonly positionOfBudget: (policy: string) => Position
}

/** Loads a suite file. Throws an InputError with every problem. */
export function loadSuite(text: string, file: string): Suite {
  const { value, positionOf, refuse } = parseFile(suiteSchema, text, file)
  const reports = value.reports.flatMap((report, index) =>
    /^[^=]+=./.test(report)
      ? []
      : [{ path: ['reports', index], message: `\`${report}\` is no report; write format=path` }],
  )
  refuse(reports)
  return {
    ...value,
    file,
    positionOf: (list, index) => positionOf([list, index]),
    positionOfBudget: (policy) => positionOf(['budgets', policy], 'key'),
  }
}

/** What a policy is called: its file's name without the extension. */
export function policyName(path: string): string {
  return basename(path).replace(/\.(ya?ml|json)$/, '')
}

/** A cells file lies beside its policy and matches the same patterns. */
export function isCellsFile(path: string): boolean {
  return /\.cells\.ya?ml$/.test(path)
}

import { basename } from 'node:path'
import type { Position } from './scenario.js'
import type { SuiteFile } from './schema.js'

export const SUITE_FILE = 'audit-lab.yaml'

/** The lists of a suite that name files. */
export type PatternList = 'policies' | 'scenarios' | 'requirements'

/** What a suite file says, as plain data, with the places of its patterns and budgets. */
export interface SuiteData extends SuiteFile {
  readonly positions: Readonly<Record<PatternList, readonly Position[]>>
  readonly budgetPositions: Readonly<Record<string, Position>>
}

/** A suite with its place. */
export interface Suite extends SuiteData {
  readonly file: string
}

/** What a policy is called: its file's name without the extension. */
export function policyName(path: string): string {
  return basename(path).replace(/\.(ya?ml|json)$/, '')
}

/** A cells file lies beside its policy and matches the same patterns. */
export function isCellsFile(path: string): boolean {
  return /\.cells\.ya?ml$/.test(path)
}

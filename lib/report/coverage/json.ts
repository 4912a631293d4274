import type { CoverageResult } from '../../check/result.js'

/** The result as it stands. */
export function coverageJson(result: CoverageResult): string {
  return `${JSON.stringify(result, null, 2)}\n`
}

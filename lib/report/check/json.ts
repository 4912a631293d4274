import type { CheckResult } from '../../check/result.js'

/** The result as it stands. */
export function checkJson(result: CheckResult): string {
  return `${JSON.stringify(result, null, 2)}\n`
}

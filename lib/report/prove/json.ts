import type { ProveResult } from '../../check/result.js'

/** The result as it stands. */
export function proveJson(result: ProveResult): string {
  return `${JSON.stringify(result, null, 2)}\n`
}

import type { DiffResult } from '../../check/result.js'

/** The result as it stands. */
export function diffJson(result: DiffResult): string {
  return `${JSON.stringify(result, null, 2)}\n`
}

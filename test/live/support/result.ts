import type { Result, RunResult } from '../../../lib/run/result.js'
import type { Ended } from './audit-lab.js'

/** What `run -o json` printed. */
export function resultOf({ stdout, stderr }: Ended): RunResult {
  if (!stdout.startsWith('{')) throw new Error(`no result on standard output:\n${stdout}\n${stderr}`)
  return JSON.parse(stdout) as RunResult
}

/** The cells of one policy: step and request, level and status. */
export function cellsOf(
  result: RunResult,
  policy: string,
): readonly (readonly [string, string, string | null, string])[] {
  return all(result)
    .filter((one) => one.policy === policy)
    .map(({ step, request, actual, status }) => [step, request, actual, status] as const)
}

export function all(result: RunResult): readonly Result[] {
  return result.scenarios.flatMap((scenario) => scenario.results)
}

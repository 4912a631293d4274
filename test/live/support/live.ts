import { describe } from '@jest/globals'

/** Why live tests are skipped, said by setup.ts; undefined when they run. */
const skipped = process.env['LIVE_SKIPPED']

/** A group of tests that need Docker, kind and kubectl. Registered as skipped, with the reason, where one is missing. */
export function describeLive(name: string, tests: () => void): void {
  if (skipped === undefined) describe(name, tests)
  else describe.skip(`${name} (${skipped})`, tests)
}

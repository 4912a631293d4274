import { readFileSync } from 'node:fs'

/**
 * Lines that kube-apiserver v1.34.4 wrote under fixtures/policy.yaml, where each user has a level of its own. The
 * auditIDs were chosen by the client so that tests can name them.
 */
const LINES = readFileSync(new URL('fixtures/events.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')

/** The lines of one request, in order. */
export function linesOf(auditID: string): string[] {
  const lines = LINES.filter((line) => line.includes(`"auditID":"${auditID}"`))
  if (lines.length === 0) throw new Error(`fixtures/events.jsonl has no ${auditID}`)
  return lines
}

export function allLines(): readonly string[] {
  return LINES
}

/** Log lines by what they tell of themselves, without parsing them: a body may hold megabytes. */

// The v1 type writes kind, apiVersion, level, auditID in this order, before anything that a client chose.
const AUDIT_ID = /^\{"kind":"Event","apiVersion":"audit\.k8s\.io\/v1","level":"[A-Za-z]+","auditID":"((?:[^"\\]|\\.)*)"/

export function auditIDOf(line: string): string | null {
  return AUDIT_ID.exec(line)?.[1] ?? null
}

const START = '{"kind":"Event","apiVersion":"audit.k8s.io/v1",'

/** Lines by auditID, in order, without their newline. */
export type Lines = ReadonlyMap<string, readonly string[]>

/**
 * The lines of a log by auditID. A torn line is left out: the last one, which has no newline yet, and one that the server
 * could not finish (the disk was full), to which its next line is glued. `onBroken` is told of each that has its newline
 * and is no whole Event.
 */
export async function linesByAuditID(log: AsyncIterable<string>, onBroken?: () => void): Promise<Lines> {
  const found = new Map<string, string[]>()
  for await (const line of log) {
    if (!line.endsWith('\n')) continue
    if (line.includes(START, 1) || auditIDOf(line) === null) onBroken?.()
    else add(found, line.slice(0, -1))
  }
  return found
}

/** As `linesByAuditID`, of whole lines. */
export function groupByAuditID(lines: readonly string[]): Lines {
  const found = new Map<string, string[]>()
  for (const line of lines) add(found, line)
  return found
}

/** How many there are. */
export function countOf(lines: Lines): number {
  return [...lines.values()].reduce((sum, one) => sum + one.length, 0)
}

function add(found: Map<string, string[]>, line: string): void {
  const auditID = auditIDOf(line)
  if (auditID === null) return
  const lines = found.get(auditID)
  if (lines === undefined) found.set(auditID, [line])
  else lines.push(line)
}

/** Log lines by what they tell of themselves, without parsing them: a body may hold megabytes. */

// The v1 type writes kind, apiVersion, level, auditID in this order, before anything that a client chose.
const AUDIT_ID = /^\{"kind":"Event","apiVersion":"audit\.k8s\.io\/v1","level":"[A-Za-z]+","auditID":"((?:[^"\\]|\\.)*)"/

export function auditIDOf(line: string): string | null {
  return AUDIT_ID.exec(line)?.[1] ?? null
}

const START = '{"kind":"Event","apiVersion":"audit.k8s.io/v1",'

/**
 * Lines by auditID, in order. A torn line is left out: the last one, which has no newline yet, and one that the server
 * could not finish (the disk was full), to which its next line is glued.
 */
export function linesByAuditID(log: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const line of log.slice(0, log.lastIndexOf('\n') + 1).split('\n')) {
    const auditID = auditIDOf(line)
    if (auditID === null || line.includes(START, 1)) continue
    const lines = found.get(auditID)
    if (lines === undefined) found.set(auditID, [line])
    else lines.push(line)
  }
  return found
}

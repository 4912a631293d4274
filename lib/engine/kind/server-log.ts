/** What a kube-apiserver's own log says of its audit policy. Lines come from the container runtime with a prefix. */

const REFUSED = /(loading audit policy file: .*)$/m
const LENIENT = /(Audit policy contains errors, falling back to lenient decoding: .*)$/m

/** Why the server did not start, in its own words; null when it does not say so. */
export function refusal(log: string): string | null {
  const message = REFUSED.exec(log)?.[1]
  if (message === undefined) return null
  // Printed once more as a quoted value, err="…", by the structured logger.
  return message.endsWith('"') && message.includes('\\"') ? message.slice(0, -1).replaceAll('\\"', '"') : message
}

/** The warning of a policy with unknown or duplicate keys; null when it was loaded strictly. */
export function lenientWarning(log: string): string | null {
  return LENIENT.exec(log)?.[1] ?? null
}

/** What a kube-apiserver's own log says of its audit policy. Lines come from the container runtime with a prefix. */

// klog quotes the values of structured messages: err="…" with \" inside.
const REFUSED = /err="(loading audit policy file: (?:[^"\\]|\\.)*)"/
const LENIENT = /(Audit policy contains errors, falling back to lenient decoding: .*)$/m

/** Why the server did not start, in its own words; null when it does not say so. */
export function refusal(log: string): string | null {
  return REFUSED.exec(log)?.[1]?.replaceAll(/\\(["\\])/g, '$1') ?? null
}

/** The warning of a policy with unknown or duplicate keys; null when it was loaded strictly. */
export function lenientWarning(log: string): string | null {
  return LENIENT.exec(log)?.[1] ?? null
}

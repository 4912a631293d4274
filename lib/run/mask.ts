import { withoutNames } from '../engine/replay/same-requests.js'

/**
 * What differs by nature between two runs of the same request, and nothing else: identifiers, versions, times,
 * addresses, credentials. Two Events are equal when they are the same bytes after this.
 */
const MASKS: readonly (readonly [RegExp, string])[] = [
  // auditID, uid, credential-id (JTI=…): UUIDs.
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID'],
  // Stage timestamps, creationTimestamp, managedFields, conditions: RFC 3339.
  [/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g, 'TIME'],
  // In quotes, and escaped within an annotation or a message.
  [/(resourceVersion\\?":\\?")\d+/g, '$1N'],
  // Fingerprints of client certificates, digests of images, IDs of containers.
  [/[0-9a-f]{64}/g, 'SHA256'],
  // Bearer tokens, and the stand-ins for them in recordings.
  [/eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}|standin[standi.-]{40,}/g, 'TOKEN'],
  // sourceIPs, podIP, hostIP, clusterIP; with the port of the lane where a server tells its own.
  [/\b\d{1,3}(\.\d{1,3}){3}\b(:\d+)?/g, 'ADDRESS'],
  // A volume's name, generated.
  [/kube-api-access-[a-z0-9]{5}\b/g, 'kube-api-access-GENERATED'],
  // The age in a row of a Table, which kubectl asks for.
  [/"(\d+[smhd]){1,2}"/g, '"AGE"'],
  // Written for slow requests only. https://github.com/kubernetes/kubernetes/issues/135684
  [/"apiserver\.latency\.k8s\.io\/[a-z-]+":"[^"]*",?/g, ''],
]

/** A line of an audit log without what differs by nature; `variables` are those of its run. */
export function maskLine(line: string, variables: Readonly<Record<string, string>>): string {
  let masked = withoutNames(line, withEncoded(variables))
  for (const [pattern, replacement] of MASKS) masked = masked.replaceAll(pattern, replacement)
  return masked
}

/** A canary stands in base64 in a Secret's data. */
function withEncoded(variables: Readonly<Record<string, string>>): Record<string, string> {
  const encoded = Object.entries(variables).map(([name, value]) => [`${name} in base64`, btoa(value)] as const)
  return { ...variables, ...Object.fromEntries(encoded) }
}

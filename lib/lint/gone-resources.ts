/**
 * What Kubernetes served once: group → resource → the version that removed it; `*` for the whole group.
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const GONE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  extensions: { '*': '1.22' },
  'settings.k8s.io': { '*': '1.20' },
  'auditregistration.k8s.io': { '*': '1.19' },
  policy: { podsecuritypolicies: '1.25' },
  batch: { scheduledjobs: '1.8' },
  'resource.k8s.io': { podschedulingcontexts: '1.32', resourceclasses: '1.31' },
}

/** The version of Kubernetes that removed a resource, or its group; null when it was never there, or is. */
export function removedIn(group: string, resource: string | null): string | null {
  const gone = Object.hasOwn(GONE, group) ? GONE[group] : undefined
  return gone?.['*'] ?? (resource === null ? undefined : gone?.[resource]) ?? null
}

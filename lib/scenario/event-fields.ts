import type { AuditEvent, ObjectReference, UserInfo } from '../audit/event.js'

/** The field names of an Event, kept complete by the compiler. */
const EVENT: Readonly<Record<keyof AuditEvent, readonly string[] | null>> = {
  kind: null,
  apiVersion: null,
  level: null,
  auditID: null,
  stage: null,
  requestURI: null,
  verb: null,
  user: namesOf<UserInfo>({ username: true, uid: true, groups: true, extra: true }),
  impersonatedUser: namesOf<UserInfo>({ username: true, uid: true, groups: true, extra: true }),
  sourceIPs: null,
  userAgent: null,
  objectRef: namesOf<ObjectReference>({
    resource: true,
    namespace: true,
    name: true,
    uid: true,
    apiGroup: true,
    apiVersion: true,
    resourceVersion: true,
    subresource: true,
  }),
  // metav1.Status as it stands in an Event.
  responseStatus: ['metadata', 'status', 'message', 'reason', 'details', 'code'],
  requestObject: null,
  responseObject: null,
  requestReceivedTimestamp: null,
  stageTimestamp: null,
  annotations: null,
}

/** The fields at a path into an Event; null where any name will do. */
export function eventFields(path: readonly string[]): readonly string[] | null {
  const [field, ...rest] = path
  if (field === undefined) return Object.keys(EVENT)
  if (rest.length > 0) return null
  return Object.entries(EVENT).find(([name]) => name === field)?.[1] ?? null
}

function namesOf<T>(names: Readonly<Record<keyof T, true>>): readonly string[] {
  return Object.keys(names)
}

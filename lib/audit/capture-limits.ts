/** Something that a capture of Events cannot tell of what another policy would have logged, or tells only with care. */
export interface CaptureLimit {
  /** In kebab case; stands in results. */
  readonly id: string
  /** What happens in the server, or on the way to the capture. */
  readonly happens: string
  /** What it means for a projected cell or volume. */
  readonly means: string
  /**
   * Who deals with it: projection, which is exact all the same; the way in which recordings are taken, so that it
   * concerns other logs only or shows as unknown; or nobody.
   */
  readonly handledBy: 'projection' | 'recording' | 'nobody'
  /**
   * What it leaves open of a request that it concerns. The cell: its level or its stages. A body: cell and events are
   * right, bytes are "at least", and nobody can search the body for secrets. Bytes: all else is right.
   */
  readonly leaves: 'nothing' | 'bytes' | 'body' | 'cell'
  /** Upstream's source, or the issue. */
  readonly source: string
}

const APISERVER = 'https://github.com/kubernetes/apiserver/blob/v0.34.4'
const ISSUES = 'https://github.com/kubernetes/kubernetes/issues'

/** Those of a thinner policy first, those that projection copes with last. */
const LIMITS = {
  'never-logged': {
    happens:
      'The policy that the capture was taken under decided None for the request, or its Events were lost: the capture holds nothing of it.',
    means: 'What another policy makes of the request is unknown. A volume is "at least".',
    handledBy: 'nobody',
    leaves: 'cell',
    source: `${APISERVER}/pkg/endpoints/filters/audit.go`,
  },
  'thinner-level': {
    happens:
      'The Events were logged at a lower level than the policy asks for, so they lack bodies, and below Request the patches of mutating webhooks too.',
    means:
      'Level and stages are right. What stands in the bodies is unknown: bytes are "at least", and secrets cannot be searched there.',
    handledBy: 'nobody',
    leaves: 'body',
    source: `${APISERVER}/pkg/audit/request.go`,
  },
  'missing-stage': {
    happens:
      'The policy that the capture was taken under omitted a stage that the policy keeps, or the capture begins or ends in the middle of the request, or an Event was lost.',
    means: 'Which stages the policy logs of the request is unknown. Events and bytes are "at least".',
    handledBy: 'nobody',
    leaves: 'cell',
    source: `${APISERVER}/pkg/audit/context.go`,
  },
  'open-stream': {
    happens:
      'A watch, exec, log or port-forward had not ended when the capture did: ResponseComplete is still to come.',
    means: 'Level and stages are those so far. Events and bytes are "at least".',
    handledBy: 'nobody',
    leaves: 'bytes',
    source: `${APISERVER}/pkg/endpoints/filters/audit.go`,
  },
  'managed-fields-omitted': {
    happens:
      'The policy that the capture was taken under said omitManagedFields, so metadata.managedFields is gone from the bodies.',
    means: 'Level and stages are right. Under a policy that keeps managedFields the bytes are "at least".',
    handledBy: 'nobody',
    leaves: 'bytes',
    source: `${APISERVER}/pkg/audit/request.go`,
  },
  'unencodable-body': {
    happens:
      'A patch whose body is no JSON (malformed, YAML, CBOR) makes the server lose each Event that would hold the body, at Request and above. At Metadata nothing is lost.',
    means:
      'Under a policy that logs the body the cell is unknown. At Metadata it is known from the second capture that a recording holds; another log has none, and the stage is missing.',
    handledBy: 'recording',
    leaves: 'cell',
    source: `${ISSUES}/110671`,
  },
  'line-above-log-size': {
    happens:
      'The log file takes no single line above --audit-log-maxsize, 100 MiB by default. A huge list leaves no ResponseComplete at RequestResponse.',
    means:
      'Where such a line is lost the stage is missing. Lanes write to a log whose limit no line reaches; should one be lost all the same, the second capture of a recording, at Metadata, tells the cell wherever the policy logs no body.',
    handledBy: 'recording',
    leaves: 'cell',
    source: 'https://github.com/natefinch/lumberjack/blob/v2.2.1/lumberjack.go',
  },
  truncated: {
    happens:
      'With --audit-log-truncate-enabled or its twin for webhooks an Event above the size limit loses both bodies and gets the annotation audit.k8s.io/truncated. One that is still too large is dropped.',
    means:
      'At Metadata the projection is exact. Above, what stood in the bodies is unknown: bytes are "at least", and secrets cannot be searched there. Of a dropped Event the stage is missing.',
    handledBy: 'nobody',
    leaves: 'body',
    source: `${APISERVER}/plugin/pkg/audit/truncate/truncate.go`,
  },
  'body-not-encoded': {
    happens:
      "A body that cannot be encoded in its version is left out of the Event. Only the server's own log says so. What collects logs may cut bodies out too.",
    means:
      'The server leaves it out at every level alike, so the projection is right. If something else has cut it out, bytes are "at least", and secrets cannot be searched there.',
    handledBy: 'nobody',
    leaves: 'body',
    source: `${APISERVER}/pkg/audit/request.go`,
  },
  'aggregated-api': {
    happens:
      'A request for an aggregated API (metrics.k8s.io) is handed on unread: kube-apiserver logs no bodies of it at any level. The server behind writes a log of its own, under a policy of its own.',
    means: "The projection of kube-apiserver's log is right. What the other server logs is unknown.",
    handledBy: 'nobody',
    leaves: 'nothing',
    source: 'https://github.com/kubernetes/kube-aggregator/blob/v0.34.4/pkg/apiserver/handler_proxy.go',
  },
  'reused-audit-id': {
    happens:
      'A client may choose the auditID and use it again. An aggregated API server writes the same auditID into its own log.',
    means:
      'Events of several requests cannot be told apart, so the cell is unknown. In a recording each request has an auditID of its own.',
    handledBy: 'recording',
    leaves: 'cell',
    source: `${APISERVER}/pkg/endpoints/filters/audit_init.go`,
  },
  'watch-events-twice': {
    happens:
      'With the feature gate APIServingWithRoutine (alpha, off by default) a watch leaves ResponseStarted twice, and a ResponseComplete before it has ended.',
    means:
      'Such Events cannot be told from those of two requests, so the cell is unknown. Recordings are taken with the gate off.',
    handledBy: 'recording',
    leaves: 'cell',
    source: `${ISSUES}/126466`,
  },
  'lost-by-backend': {
    happens: 'In batch mode a full buffer drops Events, and a webhook that fails or is throttled loses whole batches.',
    means:
      'Stages are missing, or whole requests: events and bytes are "at least". Recordings come from a log file in blocking mode, and are refused when the server counts more lost Events than the second capture makes up for.',
    handledBy: 'recording',
    leaves: 'cell',
    source: `${APISERVER}/plugin/pkg/audit/buffered/buffered.go`,
  },
  'blocking-strict': {
    happens:
      'With --audit-log-mode=blocking-strict a request whose RequestReceived Event cannot be stored is answered 500 and goes no further. One of which the policy logs no RequestReceived goes on.',
    means:
      'Whether the server would have carried out the same requests under another policy is unknown. Recordings are taken in blocking mode, where it does.',
    handledBy: 'recording',
    leaves: 'cell',
    source: `${APISERVER}/pkg/endpoints/filters/audit.go`,
  },
  'latency-annotations': {
    happens:
      'Slow requests get annotations with their latency: above 500 ms, and in 1.34.0 to 1.34.4 only where ResponseStarted was logged before.',
    means:
      'Level and stages are right. Bytes may differ: another time the request is faster, and a policy that omits ResponseStarted may leave the annotations out.',
    handledBy: 'nobody',
    leaves: 'bytes',
    source: `${ISSUES}/135684`,
  },
  'another-version': {
    happens:
      'Another version of kubectl makes other requests, and another one of kube-apiserver may log them otherwise.',
    means: 'A capture tells of the versions that it was taken with. A recording names both.',
    handledBy: 'nobody',
    leaves: 'cell',
    source: 'https://github.com/kubernetes/kubernetes/tree/master/CHANGELOG',
  },
  'name-from-body': {
    happens:
      'The body of a create, an update or a delete completes objectRef: namespace, name, uid, resourceVersion. Policy rules saw none of it.',
    means:
      'Nothing is lost: rules are held to verb and requestURI, also where the capture begins with ResponseComplete.',
    handledBy: 'projection',
    leaves: 'nothing',
    source: `${APISERVER}/pkg/audit/request.go`,
  },
  'attributes-not-in-event': {
    happens:
      'An Event does not say in so many words whether the request named a resource, which path it had, and whether there was a user.',
    means: 'Nothing is lost: the first two follow from the requestURI, and without a user `user` is empty.',
    handledBy: 'projection',
    leaves: 'nothing',
    source: `${APISERVER}/pkg/endpoints/request/requestinfo.go`,
  },
  'impersonated-user': {
    happens: 'Policy rules see the user who authenticated, not the one who is impersonated.',
    means: 'Nothing is lost: rules are held to `user`, never to `impersonatedUser`.',
    handledBy: 'projection',
    leaves: 'nothing',
    source: `${APISERVER}/pkg/server/config.go`,
  },
  'answered-before-audit': {
    happens: 'A 401 and a refused `timeout=` are answered early and leave one Event, ResponseStarted, without a user.',
    means: 'Nothing is lost: no other stage is expected of them.',
    handledBy: 'projection',
    leaves: 'nothing',
    source: `${APISERVER}/pkg/endpoints/filters/authn_audit.go`,
  },
  'same-request-body': {
    happens:
      'requestObject is the same at Request and at RequestResponse, and no level changes how a request is handled.',
    means: 'Nothing is lost: a body is kept or cut whole.',
    handledBy: 'projection',
    leaves: 'nothing',
    source: `${APISERVER}/pkg/audit/request.go`,
  },
  'bytes-of-a-line': {
    happens:
      'The server escapes `<`, `>` and `&`, keeps numbers as they came, and has an order of keys. A line that is parsed and written again has other bytes.',
    means: 'Nothing is lost: spans are cut out of the line, nothing is written again.',
    handledBy: 'projection',
    leaves: 'nothing',
    source: `${APISERVER}/plugin/pkg/audit/log/backend.go`,
  },
} as const satisfies Readonly<Record<string, Omit<CaptureLimit, 'id'>>>

export type LimitId = keyof typeof LIMITS

/** Every limit that is known. */
export const CAPTURE_LIMITS: readonly CaptureLimit[] = Object.entries(LIMITS).map(([id, limit]) => ({ id, ...limit }))

export function captureLimit(id: LimitId): CaptureLimit {
  return { id, ...LIMITS[id] }
}

/** The Go types of a Policy, as far as decoding depends on them. */
export type GoType =
  | { readonly kind: 'string' | 'bool' | 'int64'; readonly name: string }
  | { readonly kind: 'slice'; readonly name: string; readonly of: GoType }
  | { readonly kind: 'map'; readonly name: string; readonly of: GoType }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: Readonly<Record<string, GoType>> }
  /** metav1.Time decodes itself. */
  | { readonly kind: 'time'; readonly name: string }
  /** Takes any value. */
  | { readonly kind: 'any'; readonly name: string }

const string: GoType = { kind: 'string', name: 'string' }
const bool: GoType = { kind: 'bool', name: 'bool' }
const int64: GoType = { kind: 'int64', name: 'int64' }
const time: GoType = { kind: 'time', name: 'v1.Time' }
const uid: GoType = { kind: 'string', name: 'types.UID' }
const sliceOf = (of: GoType): GoType => ({ kind: 'slice', name: `[]${of.name}`, of })
const mapOf = (of: GoType): GoType => ({ kind: 'map', name: `map[string]${of.name}`, of })
const struct = (name: string, fields: Readonly<Record<string, GoType>>): GoType => ({ kind: 'struct', name, fields })

const ownerReference = struct('v1.OwnerReference', {
  apiVersion: string,
  kind: string,
  name: string,
  uid,
  controller: bool,
  blockOwnerDeletion: bool,
})

const managedFieldsEntry = struct('v1.ManagedFieldsEntry', {
  manager: string,
  operation: { kind: 'string', name: 'v1.ManagedFieldsOperationType' },
  apiVersion: string,
  time,
  fieldsType: string,
  fieldsV1: { kind: 'any', name: 'v1.FieldsV1' },
  subresource: string,
})

const objectMeta = struct('v1.ObjectMeta', {
  name: string,
  generateName: string,
  namespace: string,
  selfLink: string,
  uid,
  resourceVersion: string,
  generation: int64,
  creationTimestamp: time,
  deletionTimestamp: time,
  deletionGracePeriodSeconds: int64,
  labels: mapOf(string),
  annotations: mapOf(string),
  ownerReferences: sliceOf(ownerReference),
  finalizers: sliceOf(string),
  managedFields: sliceOf(managedFieldsEntry),
})

const groupResources = struct('v1.GroupResources', {
  group: string,
  resources: sliceOf(string),
  resourceNames: sliceOf(string),
})

const stages = sliceOf({ kind: 'string', name: 'v1.Stage' })

const policyRule = struct('v1.PolicyRule', {
  level: { kind: 'string', name: 'v1.Level' },
  users: sliceOf(string),
  userGroups: sliceOf(string),
  verbs: sliceOf(string),
  resources: sliceOf(groupResources),
  namespaces: sliceOf(string),
  nonResourceURLs: sliceOf(string),
  omitStages: stages,
  omitManagedFields: bool,
})

/** @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/apis/audit/v1/types.go */
export const policyType = struct('v1.Policy', {
  kind: string,
  apiVersion: string,
  metadata: objectMeta,
  rules: sliceOf(policyRule),
  omitStages: stages,
  omitManagedFields: bool,
})

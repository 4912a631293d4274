/** The Go types of a Policy, as far as decoding depends on them. */
export type GoType =
  | { readonly kind: 'string' | 'bool' | 'int64'; readonly name: string }
  | { readonly kind: 'slice'; readonly name: string; readonly of: GoType }
  | { readonly kind: 'map'; readonly name: string; readonly of: GoType }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: Readonly<Record<string, GoType>> }
  /** metav1.Time decodes itself. */
  | { readonly kind: 'time' }
  /** Takes any value. */
  | { readonly kind: 'any' }

export type NamedGoType = Extract<GoType, { readonly name: string }>

const string: NamedGoType = { kind: 'string', name: 'string' }
const bool: NamedGoType = { kind: 'bool', name: 'bool' }
const int64: NamedGoType = { kind: 'int64', name: 'int64' }
const time: GoType = { kind: 'time' }
const uid: NamedGoType = { kind: 'string', name: 'types.UID' }
const sliceOf = (of: NamedGoType): NamedGoType => ({ kind: 'slice', name: `[]${of.name}`, of })
const mapOf = (of: NamedGoType): NamedGoType => ({ kind: 'map', name: `map[string]${of.name}`, of })
const struct = (name: string, fields: Readonly<Record<string, GoType>>): NamedGoType => ({
  kind: 'struct',
  name,
  fields,
})

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
  fieldsV1: { kind: 'any' },
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

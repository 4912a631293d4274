import { isSlice, isStruct } from './decode.js'
import type { Struct, Value } from './decode.js'
import type { GroupResources, Policy, PolicyRule } from './policy.js'

/** A policy before it is validated: levels and stages may be any string. */
export type UncheckedPolicy = Omit<Policy, 'rules' | 'omitStages'> & {
  readonly rules: readonly UncheckedRule[]
  readonly omitStages: readonly string[]
}

export type UncheckedRule = Omit<PolicyRule, 'level' | 'omitStages'> & {
  readonly level: string
  readonly omitStages: readonly string[]
}

/** What was decoded, with a value for everything: absent lists are empty. */
export function policyOf(value: Value): UncheckedPolicy {
  const policy = structOf(value)
  return {
    rules: elements(policy, 'rules').map(ruleOf),
    omitStages: strings(policy, 'omitStages'),
    omitManagedFields: policy.fields.get('omitManagedFields') === true,
  }
}

function ruleOf(value: Value): UncheckedRule {
  const rule = structOf(value)
  const omitManagedFields = rule.fields.get('omitManagedFields')
  return {
    level: text(rule.fields.get('level')),
    users: strings(rule, 'users'),
    userGroups: strings(rule, 'userGroups'),
    verbs: strings(rule, 'verbs'),
    resources: elements(rule, 'resources').map(resourcesOf),
    namespaces: strings(rule, 'namespaces'),
    nonResourceURLs: strings(rule, 'nonResourceURLs'),
    omitStages: strings(rule, 'omitStages'),
    omitManagedFields: typeof omitManagedFields === 'boolean' ? omitManagedFields : null,
    line: rule.line,
  }
}

function resourcesOf(value: Value): GroupResources {
  const entry = structOf(value)
  return {
    group: text(entry.fields.get('group')),
    resources: strings(entry, 'resources'),
    resourceNames: strings(entry, 'resourceNames'),
  }
}

function structOf(value: Value): Struct {
  return isStruct(value) ? value : { fields: new Map(), line: 1 }
}

function elements(struct: Struct, field: string): Value[] {
  const value = struct.fields.get(field)
  return isSlice(value) ? value.elements.slice(0, value.length) : []
}

/** An item that is null is the empty string. */
function strings(struct: Struct, field: string): string[] {
  return elements(struct, field).map(text)
}

function text(value: Value): string {
  return typeof value === 'string' ? value : ''
}

import type { Attributes } from '../audit/attributes.js'
import { evaluate } from './evaluate.js'
import { firstMismatch } from './match.js'
import type { RuleField } from './match.js'
import type { Decision, GroupResources, Policy, PolicyRule } from './policy.js'

/** Why a policy decides a request as it does. */
export interface Trace {
  readonly decision: Decision
  /** Every rule in its order. Those after the deciding one are never asked. */
  readonly rules: readonly TracedRule[]
}

export interface TracedRule {
  /** Counted from 1. */
  readonly rule: number
  readonly line: number
  readonly outcome: 'matched' | 'did not match' | 'not asked'
  /** The first field that did not match, for a rule that did not. */
  readonly mismatch: Mismatch | null
}

export interface Mismatch {
  readonly field: RuleField
  /** What the rule asks for, as its file may write it. */
  readonly wanted: readonly string[]
  /** What the request had, in the same terms. */
  readonly had: string
}

/** Tells of every rule whether it matched, and of those that did not, the first field that kept them from it. */
export function explain(policy: Policy, request: Attributes): Trace {
  const decision = evaluate(policy, request)
  const rules = policy.rules.map((rule, index): TracedRule => {
    const place = { rule: index + 1, line: rule.line }
    if (decision.rule !== null && place.rule > decision.rule) return { ...place, outcome: 'not asked', mismatch: null }
    const field = firstMismatch(rule, request)
    if (field === null) return { ...place, outcome: 'matched', mismatch: null }
    return {
      ...place,
      outcome: 'did not match',
      mismatch: { field, wanted: wanted(rule, field), had: had(request, field) },
    }
  })
  return { decision, rules }
}

function wanted(rule: PolicyRule, field: RuleField): string[] {
  if (field === 'resources') return rule.resources.flatMap(wantedResources)
  return rule[field].map(shown)
}

/** `pods/log`, `deployments.apps`, `everything in apps`, `secrets named db`. */
function wantedResources({ group, resources, resourceNames }: GroupResources): string[] {
  if (resources.length === 0) return [`everything in ${group === '' ? 'the core group' : group}`]
  const suffix = group === '' ? '' : `.${group}`
  const named = resourceNames.length === 0 ? '' : ` named ${resourceNames.map(shown).join(' or ')}`
  return resources.map((resource) => `${shown(resource)}${suffix}${named}`)
}

function had(request: Attributes, field: RuleField): string {
  if (field === 'users' || field === 'userGroups') {
    if (request.user === null) return 'no user: it was not authenticated'
    if (field === 'users') return shown(request.user.name)
    return request.user.groups.length === 0 ? 'no groups' : request.user.groups.join(', ')
  }
  if (field === 'verbs') return shown(request.verb)
  if (field === 'nonResourceURLs') return request.resourceRequest ? 'a resource request' : request.path
  if (!request.resourceRequest) return `no resource: the path ${request.path}`
  if (field === 'namespaces') return request.namespace === '' ? 'no namespace: ""' : request.namespace
  const subresource = request.subresource === '' ? '' : `/${request.subresource}`
  const group = request.apiGroup === '' ? '' : `.${request.apiGroup}`
  const name = request.name === '' ? ' without a name' : ` named ${request.name}`
  return `${request.resource}${subresource}${group}${name}`
}

/** The empty string is a value like any other, so it has to be seen. */
function shown(value: string): string {
  return value === '' ? '""' : value
}

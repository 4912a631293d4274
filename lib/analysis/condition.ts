import type { GroupResources, PolicyRule } from '../policy/policy.js'
import type { Selector } from '../requirement/requirement.js'
import { these, type Values } from './values.js'

/** What a request must be like: a conjunction, with one set for each attribute. An absent field asks for nothing. */
export interface Condition {
  readonly kind?: 'resource' | 'path'
  /** False: nobody was authenticated. Users and groups imply true. */
  readonly authenticated?: boolean
  readonly users?: Values
  /** At least one of them is a group of the user. */
  readonly userGroups?: readonly string[]
  readonly verbs?: Values
  readonly apiGroups?: Values
  readonly resources?: Values
  readonly subresources?: Values
  readonly namespaces?: Values
  readonly names?: Values
  /** At least one of them matches. */
  readonly paths?: readonly string[]
}

/** A rule as conditions of which at least one holds. */
export function conditionsOfRule(rule: PolicyRule): Condition[] {
  const common: Condition = {
    ...(rule.users.length === 0 ? {} : { users: these(rule.users), authenticated: true }),
    ...(rule.userGroups.length === 0 ? {} : { userGroups: rule.userGroups, authenticated: true }),
    ...(rule.verbs.length === 0 ? {} : { verbs: these(rule.verbs) }),
  }
  const namespaces: Condition = rule.namespaces.length === 0 ? {} : { namespaces: these(rule.namespaces) }
  if (rule.resources.length > 0) {
    return rule.resources.flatMap(conditionsOfEntry).map((entry) => ({
      ...common,
      ...namespaces,
      ...entry,
      kind: 'resource',
    }))
  }
  if (rule.namespaces.length > 0) return [{ ...common, ...namespaces, kind: 'resource' }]
  if (rule.nonResourceURLs.length > 0) return [{ ...common, kind: 'path', paths: rule.nonResourceURLs }]
  return [common]
}

/** Plain names are one condition; so are `x/*`, which covers x itself too. */
function conditionsOfEntry({ group, resources, resourceNames }: GroupResources): Condition[] {
  const apiGroups = these([group])
  if (resources.length === 0 || (resources.includes('*') && resourceNames.length === 0)) return [{ apiGroups }]
  const names: Condition = resourceNames.length === 0 ? {} : { names: these(resourceNames) }
  const common = { apiGroups, ...names }
  if (resources.includes('*')) return [common]
  const parts = resources.map((text) => text.split('/'))
  const plain = parts.flatMap(([resource = '', ...rest]) => (rest.length === 0 ? [resource] : []))
  const whole = parts.flatMap(([resource = '', sub, ...rest]) => (sub === '*' && rest.length === 0 ? [resource] : []))
  const anywhere = parts.flatMap(([resource, sub = '', ...rest]) =>
    resource === '*' && sub !== '' && rest.length === 0 ? [sub] : [],
  )
  const exact = parts.flatMap(([resource = '', sub = '', ...rest]): Condition[] =>
    sub === '' || sub === '*' || resource === '*' || rest.length > 0
      ? []
      : [{ ...common, resources: these([resource]), subresources: these([sub]) }],
  )
  return [
    ...(plain.length === 0 ? [] : [{ ...common, resources: these(plain), subresources: these(['']) }]),
    ...(whole.length === 0 ? [] : [{ ...common, resources: these(whole) }]),
    ...(anywhere.length === 0 ? [] : [{ ...common, subresources: these(anywhere) }]),
    ...exact,
  ]
}

/** A selector as conditions of which at least one holds. */
export function conditionsOfSelector(selector: Selector): Condition[] {
  const { users, userGroups, authenticated, verbs, resources, namespaces, nonResourceURLs } = selector
  // Nobody has no name and no groups.
  if (authenticated === false && (users ?? userGroups) !== undefined) return []
  const common: Condition = {
    ...(authenticated === undefined ? {} : { authenticated }),
    ...(users === undefined ? {} : { users: these(users), authenticated: true }),
    ...(userGroups === undefined ? {} : { userGroups, authenticated: true }),
    ...(verbs === undefined ? {} : { verbs: these(verbs) }),
    ...(namespaces === undefined ? {} : { namespaces: these(namespaces), kind: 'resource' }),
    ...(nonResourceURLs === undefined ? {} : { paths: nonResourceURLs, kind: 'path' }),
  }
  if (resources === undefined) return [common]
  return resources.map(({ apiGroup, resource, subresource }) => ({
    ...common,
    kind: 'resource',
    ...(apiGroup === null ? {} : { apiGroups: these([apiGroup]) }),
    ...(resource === null ? {} : { resources: these([resource]) }),
    ...(subresource === null ? {} : { subresources: these([subresource]) }),
  }))
}

import { policyType, type GoType } from '../../policy/go-types.js'
import { nearest } from '../../scenario/nearest.js'
import type { Node } from '../../policy/node.js'
import type { LintRule } from '../rule.js'
import { valueAt } from '../subject.js'
import { typedValues } from '../walk.js'
import { code } from '../words.js'

/** What a rule means without a field. */
const WITHOUT: Readonly<Record<string, string>> = {
  users: 'matches every user',
  userGroups: 'matches users of every group',
  verbs: 'matches every verb',
  namespaces: 'matches every namespace',
  nonResourceURLs: 'matches every path, and resources too',
  omitStages: 'logs every stage',
  omitManagedFields: 'keeps managedFields',
  resourceNames: 'matches every name',
  group: 'is about the core group',
}

export const unknownKey: LintRule = {
  id: 'unknown-key',
  severity: 'error',
  why: 'The server prints a warning into its own log, ignores the key and starts. A rule without its restriction matches more than it says.',
  check(subject) {
    if (!hasRules(subject.source?.node)) return []
    return [...typedValues(subject)].flatMap(({ node, type, path }) => {
      if (node.type !== 'object' || type.kind !== 'struct') return []
      const present = keysOf(node)
      const ofRule = keysOf(valueAt(subject, path.slice(0, 2)))
      return node.members
        .filter(({ key }) => !Object.hasOwn(type.fields, key) && !(path.length === 0 && isTypeKey(key)))
        .map(({ key, keyAt }) => ({ at: keyAt, message: messageOf(key, type, present, ofRule) }))
    })
  },
}

/** Only these two are read without regard to case. */
function isTypeKey(key: string): boolean {
  return ['apiversion', 'kind'].includes(key.toLowerCase())
}

/** What is no policy at all is for another rule to say. */
function hasRules(node: Node | undefined): boolean {
  return keysOf(node).includes('rules')
}

function keysOf(node: Node | undefined): string[] {
  return node?.type === 'object' ? node.members.map(({ key }) => key) : []
}

function messageOf(
  key: string,
  type: Extract<GoType, { kind: 'struct' }>,
  present: readonly string[],
  ofRule: readonly string[],
): string {
  const ignored = `the server ignores ${code(key)}, which is no field of ${PLACES[type.name] ?? 'metadata'}`
  const home = HOMES.find(({ fields }) => Object.hasOwn(fields, key))
  if (home !== undefined) {
    const isMoved = home.fields === ruleFields && type.name === 'v1.GroupResources'
    return `${ignored}: it belongs ${home.where}${isMoved ? meaning(key, ofRule) : ''}`
  }
  const meant = nearest(
    key,
    Object.keys(type.fields).filter((field) => !present.includes(field)),
  )
  return meant === null ? ignored : `${ignored}; did you mean ${code(meant)}?${meaning(meant, present).slice(1)}`
}

function meaning(field: string, present: readonly string[]): string {
  const resources = present.includes('group') ? 'covers the whole group' : 'matches every resource, and every path too'
  const without = field === 'resources' ? resources : WITHOUT[field]
  return without === undefined || present.includes(field) ? '' : `. As it stands, the rule ${without}`
}

const PLACES: Readonly<Record<string, string>> = {
  'v1.Policy': 'a policy',
  'v1.PolicyRule': 'a rule',
  'v1.GroupResources': 'an entry of resources',
}

const policyFields = fieldsOf(policyType)
const ruleFields = fieldsOf(policyFields['rules'])
/** Where a field that stands in the wrong place belongs. */
const HOMES = [
  { where: 'into the rule, beside `level`', fields: ruleFields },
  { where: 'into an entry of `resources`', fields: fieldsOf(ruleFields['resources']) },
  { where: 'beside `rules`', fields: policyFields },
]

function fieldsOf(type: GoType | undefined): Readonly<Record<string, GoType>> {
  if (type?.kind === 'slice') return fieldsOf(type.of)
  return type?.kind === 'struct' ? type.fields : {}
}

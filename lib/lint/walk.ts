import type { GoType } from '../policy/go-types.js'
import { policyType } from '../policy/go-types.js'
import type { Node } from '../policy/node.js'
import type { Policy } from '../policy/policy.js'
import type { Path, Subject } from './subject.js'

export type ListField = 'users' | 'userGroups' | 'verbs' | 'namespaces' | 'nonResourceURLs'

/** A value of one of a rule's lists. Rules and items count from 0. */
interface Item {
  readonly rule: number
  readonly value: string
  readonly path: Path
}

/** The values of a list, of every rule. */
export function itemsOf(policy: Policy, field: ListField): Item[] {
  return policy.rules.flatMap((one, rule) =>
    one[field].map((value, index) => ({ rule, value, path: ['rules', rule, field, index] })),
  )
}

/** What one item of `resources` names. */
export interface ResourceItem extends Item {
  readonly group: string
  readonly entry: number
  readonly entryPath: Path
}

export function resourceItemsOf(policy: Policy): ResourceItem[] {
  return policy.rules.flatMap((one, rule) =>
    one.resources.flatMap(({ group, resources }, entry) =>
      resources.map((value, index) => {
        const entryPath = ['rules', rule, 'resources', entry]
        return { rule, entry, group, value, entryPath, path: [...entryPath, 'resources', index] }
      }),
    ),
  )
}

/** The entries of `resources`, of every rule. */
export function entriesOf(policy: Policy): Omit<ResourceItem, 'value'>[] {
  return policy.rules.flatMap((one, rule) =>
    one.resources.map(({ group }, entry) => {
      const path = ['rules', rule, 'resources', entry]
      return { rule, entry, group, path, entryPath: path }
    }),
  )
}

/** A value of the file with the type that the server wants there. */
interface Typed {
  readonly node: Node
  readonly type: GoType
  readonly path: Path
}

/** Every value of the file that a field of a policy takes, as it is written; what stands under unknown keys is left out. */
export function* typedValues({ source }: Subject): Generator<Typed> {
  if (source !== null) yield* walk({ node: source.node, type: policyType, path: [] })
}

function* walk(value: Typed): Generator<Typed> {
  yield value
  const { node, type, path } = value
  if (node.type === 'object' && type.kind === 'struct') {
    for (const member of node.members) {
      const inner = type.fields[member.key]
      if (inner !== undefined) yield* walk({ node: member.value, type: inner, path: [...path, member.key] })
    }
  }
  if (node.type === 'array' && type.kind === 'slice') {
    for (const [index, item] of node.items.entries()) yield* walk({ node: item, type: type.of, path: [...path, index] })
  }
}

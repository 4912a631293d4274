import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { InputError } from '../errors.js'
import type { ServedResource } from './resource.js'
import { readTable } from './read-table.js'

export interface ReadResources {
  readonly resources: readonly ServedResource[]
  /** It is all that a cluster serves. */
  readonly isComplete: boolean
}

/**
 * Reads what a user's cluster serves: CustomResourceDefinitions as YAML or JSON, several documents or a List; or what
 * `kubectl api-resources` prints, its table, wide or not, or its JSON or YAML. Throws InputError for anything else.
 */
export function readResources(text: string, file: string): ReadResources {
  if (/^NAME\s+SHORTNAMES\s+APIVERSION\s/.test(text)) return { resources: readTable(text), isComplete: true }
  const documents = parseAllDocuments(text, { logLevel: 'silent' })
  const values = (Array.isArray(documents) ? documents : []).flatMap((one) => {
    if (one.errors.length > 0) throw refusal(file)
    const value: unknown = one.toJS()
    return value === null ? [] : [value]
  })
  const list = values.length === 1 ? listSchema.safeParse(values[0]) : null
  if (list?.success === true) return { resources: list.data.resources.map(ofDiscovery), isComplete: true }
  const definitions = values.map((value) => definitionsSchema.safeParse(value))
  if (definitions.length === 0 || definitions.some(({ success }) => !success)) throw refusal(file)
  return {
    resources: definitions
      .flatMap(({ data }) => (data === undefined ? [] : 'items' in data ? data.items : [data]))
      .map(ofDefinition),
    isComplete: false,
  }
}

function refusal(file: string): InputError {
  return new InputError(`${file} tells of no resources`, {
    hint: 'It is to be CustomResourceDefinitions as YAML or JSON, or what `kubectl api-resources -o wide` prints.',
  })
}

const definitionSchema = z.object({
  kind: z.literal('CustomResourceDefinition'),
  spec: z.object({
    group: z.string(),
    scope: z.string(),
    names: z.object({
      plural: z.string(),
      kind: z.string(),
      singular: z.string().optional(),
      shortNames: z.array(z.string()).default([]),
    }),
    versions: z.array(z.object({ subresources: z.record(z.string(), z.unknown()).optional() })),
  }),
})

const definitionsSchema = z.union([definitionSchema, z.object({ items: z.array(definitionSchema) })])

/** @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/ */
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

function ofDefinition({ spec: { group, scope, names, versions } }: z.infer<typeof definitionSchema>): ServedResource {
  const subresources = new Set(versions.flatMap((version) => Object.keys(version.subresources ?? {})))
  return {
    group,
    resource: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    kind: names.kind,
    shortNames: names.shortNames,
    namespaced: scope === 'Namespaced',
    verbs: VERBS,
    subresources: Object.fromEntries([...subresources].map((one) => [one, ['get', 'patch', 'update']])),
  }
}

/** `kubectl api-resources -o json`. */
const listSchema = z.object({
  kind: z.literal('APIResourceList'),
  resources: z.array(
    z.object({
      name: z.string(),
      singularName: z.string().default(''),
      kind: z.string(),
      group: z.string().default(''),
      namespaced: z.boolean(),
      verbs: z.array(z.string()),
      shortNames: z.array(z.string()).default([]),
    }),
  ),
})

function ofDiscovery(one: z.infer<typeof listSchema>['resources'][number]): ServedResource {
  const { name, singularName, kind, group, namespaced, verbs, shortNames } = one
  return { group, resource: name, singular: singularName, kind, shortNames, namespaced, verbs, subresources: null }
}

import { KUBERNETES_RESOURCES, KUBERNETES_VERSION } from './kubernetes.js'
import type { ServedResource } from './resource.js'

/** The resources that an API server is known to serve. */
export class Resources {
  /** Of which Kubernetes the resources are that the user did not tell of. */
  readonly kubernetes: string = KUBERNETES_VERSION
  /** Nothing else is served. Else groups that are not known may be those of custom resources. */
  readonly isComplete: boolean
  readonly all: readonly ServedResource[]
  readonly #groups: ReadonlyMap<string, ReadonlyMap<string, ServedResource>>

  constructor(all: readonly ServedResource[], isComplete: boolean) {
    this.all = all
    this.isComplete = isComplete
    const groups = new Map<string, Map<string, ServedResource>>()
    for (const one of all)
      groups.set(one.group, (groups.get(one.group) ?? new Map<string, ServedResource>()).set(one.resource, one))
    this.#groups = groups
  }

  hasGroup(group: string): boolean {
    return this.#groups.has(group)
  }

  get groups(): string[] {
    return [...this.#groups.keys()]
  }

  find(group: string, resource: string): ServedResource | null {
    return this.#groups.get(group)?.get(resource) ?? null
  }

  ofGroup(group: string): ServedResource[] {
    return [...(this.#groups.get(group)?.values() ?? [])]
  }

  /** With what a user's own cluster serves; it overrides what is known, but for subresources that it does not tell. */
  with(more: readonly ServedResource[], isComplete: boolean): Resources {
    const theirs = more.map((one) => ({
      ...one,
      subresources: one.subresources ?? this.find(one.group, one.resource)?.subresources ?? null,
    }))
    const own = new Resources(theirs, isComplete)
    const rest = this.all.filter(({ group, resource }) => own.find(group, resource) === null)
    return new Resources(isComplete ? theirs : [...rest, ...theirs], this.isComplete || isComplete)
  }
}

/** What Kubernetes itself serves. */
export const KUBERNETES = new Resources(KUBERNETES_RESOURCES, false)

import type { Level, Stage } from '../audit/level.js'

/** Which requests are meant. An absent field asks for nothing; all that are there must hold. */
export interface Selector {
  readonly users?: readonly string[]
  readonly userGroups?: readonly string[]
  /** False: requests without a user. True: requests with one. */
  readonly authenticated?: boolean
  readonly verbs?: readonly string[]
  readonly resources?: readonly ResourcePattern[]
  readonly namespaces?: readonly string[]
  /** A path may end in `*`. */
  readonly nonResourceURLs?: readonly string[]
}

/** `pods/exec`, `deployments.apps`, `*`, `*` with a subresource: null stands for any. */
export interface ResourcePattern {
  readonly apiGroup: string | null
  readonly resource: string | null
  /** Empty: the resource itself. */
  readonly subresource: string | null
}

/** What a requirement asks of the decision on each request that it is about. */
export type Demand =
  | { readonly kind: 'always'; readonly level: Exclude<Level, 'None'>; readonly stages: readonly Stage[] }
  | { readonly kind: 'never'; readonly level: Exclude<Level, 'None'> }

export interface Exception extends Selector {
  readonly why: string
}

/** A claim about every possible request. */
export interface Requirement {
  readonly id: string
  readonly about: string | null
  readonly clause: string | null
  readonly demand: Demand
  readonly of: Selector
  readonly except: readonly Exception[]
  /** Where it stands, from 1. */
  readonly position: { readonly line: number; readonly column: number }
}

/** user → its groups, without system:authenticated, which every user has. */
export type Assumptions = Readonly<Record<string, readonly string[]>>

/** A requirements file, as data. */
export interface Requirements {
  readonly about: string | null
  readonly assume: Assumptions
  readonly requirements: readonly Requirement[]
}

/** Requirements, and how results call the file that they come from. */
export interface RequirementsFile extends Requirements {
  readonly file: string
}

import type { Level, Stage } from '../audit/level.js'
import type { Finding } from '../lint/finding.js'
import type { Volume } from '../volume/volume.js'

/** What `check` found of one policy: the one thing that its reports see. Written by `check -o json` as it stands. */
export interface CheckResult {
  readonly schemaVersion: 1
  readonly policy: CheckedPolicy
  /** What `lint` finds in its file; there is some of a refused one too. */
  readonly lint: readonly Finding[]
  /** What could be found of a policy that loads; null for one that the server refuses. */
  readonly findings: Findings | null
  readonly exitStatus: 0 | 1 | 2
}

export interface CheckedPolicy {
  readonly name: string
  readonly path: string
  readonly loaded: 'strict' | 'lenient' | 'refused'
  /** The server's own words when lenient or refused, else null. */
  readonly message: string | null
  readonly notes: readonly string[]
  readonly rules: number
}

export interface Findings {
  readonly noTrace: { readonly acts: number; readonly groups: readonly ByRule<Untraced>[] }
  readonly leaks: readonly ByRule<Leaking>[]
  readonly requirements: readonly PackResult[]
  readonly detections: readonly ToolResult[]
  readonly cost: readonly DailyCost[]
}

/** What one rule of the policy is to blame for. */
export interface ByRule<T> {
  /** Counted from 1; null when no rule matched. */
  readonly rule: number | null
  /** file:line of the rule, else of the policy. */
  readonly at: string
  readonly level: Level
  readonly acts: readonly T[]
}

/** Something that every policy owes a record of, and this one has none, or one without the outcome. */
export interface Untraced {
  /** In the words of claims: `get pods/exec`. */
  readonly request: string
  readonly why: string
  /** The scenarios that recorded it. */
  readonly scenarios: readonly string[]
  /** It is one of the ways to act that policies are known to miss. */
  readonly blindSpot: boolean
}

/** A request whose body, or a secret of it, stands in the log. */
export interface Leaking {
  readonly request: string
  /** Fields of the Event in which a secret was found; empty when the body alone is too much. */
  readonly places: readonly string[]
  readonly scenarios: readonly string[]
}

export interface PackResult {
  readonly pack: string
  readonly about: string | null
  readonly holds: number
  readonly of: number
  readonly broken: readonly BrokenRequirement[]
  /** Ids of requirements that could not be decided within the limit of work. */
  readonly undecided: readonly string[]
}

export interface BrokenRequirement {
  readonly id: string
  readonly clause: string | null
  readonly counterexample: Example
}

/** A possible request, and what becomes of it. */
export interface Example {
  /** `get pods/exec example in default, by jane`. */
  readonly request: string
  readonly why: string
  readonly rule: number | null
  readonly at: string
}

export interface ToolResult {
  readonly tool: string
  readonly of: number
  readonly blind: readonly Unseeing[]
  readonly partly: readonly Unseeing[]
  readonly undecided: readonly string[]
}

/** A detection that misses what it looks for, with a request that it misses. */
export interface Unseeing {
  readonly name: string
  readonly missed: Example
}

/** What a cluster's own components cost in a day, projected from what was recorded. */
export interface DailyCost extends Volume {
  readonly load: 'idle' | 'busy'
  /** Under a policy that logs everything. */
  readonly everything: Volume
}

/** What `prove` decided. Written by `prove -o json` as it stands. */
export interface ProveResult {
  readonly schemaVersion: 1
  readonly policy: string
  readonly requirements: readonly ProvedRequirement[]
  readonly exitStatus: 0 | 1 | 3
}

export interface ProvedRequirement {
  readonly file: string
  readonly line: number
  readonly id: string
  readonly clause: string | null
  /** void: no possible request is concerned, so that it asks for nothing. */
  readonly status: 'holds' | 'broken' | 'undecided' | 'void'
  /** The simplest request that breaks it. */
  readonly counterexample: Example | null
}

/** In what two policies differ. Written by `diff -o json` as it stands. */
export interface DiffResult {
  readonly schemaVersion: 1
  readonly before: string
  readonly after: string
  /** From the worst on; null when it could not be decided within the limit of work. */
  readonly differences: readonly PolicyDifference[] | null
  /** What captured traffic costs under both; empty for policies that are equal. */
  readonly volume: readonly VolumeChange[]
}

/** What changes alike for requests that one rule decides before, or one rule decides after. */
export interface PolicyDifference {
  readonly kind: 'evidence lost' | 'bodies gained' | 'less' | 'more'
  /** The simplest one that the first pair of rules decides. */
  readonly request: string
  readonly before: DecidedBy
  readonly after: DecidedBy
  /** Each pair of rules, counted from 1, null where none matches, with a request that both decide. */
  readonly rules: readonly {
    readonly before: number | null
    readonly after: number | null
    readonly request: string
  }[]
  /** What the captured requests among them cost; traffic without one is left out. */
  readonly volume: readonly VolumeChange[]
}

export interface DecidedBy {
  readonly level: Level
  readonly omitStages: readonly Stage[]
  readonly omitManagedFields: boolean
  /** Counted from 1, null where no rule matches; `at` is file:line. */
  readonly rules: readonly { readonly rule: number | null; readonly at: string }[]
}

/** What some traffic costs under two policies. */
export interface VolumeChange {
  /** `67 recorded scenarios`, `an idle cluster in a day`. */
  readonly traffic: string
  readonly before: Volume
  readonly after: Volume
  /** The capture leaves open whether there is more. */
  readonly isAtLeast: boolean
}

/** What recorded requests exercise of a policy. Written by `coverage -o json` as it stands. */
export interface CoverageResult {
  readonly schemaVersion: 1
  readonly policy: string
  readonly scenarios: number
  readonly requests: number
  /** Rules and items that decide, or help to match, at least one request; percent is rounded down. */
  readonly exercised: { readonly items: number; readonly of: number; readonly percent: number }
  readonly items: readonly CoveredItem[]
  /** Changes of the policy that a claim or a pinned cell notices. Equivalent ones change nothing, and do not count. */
  readonly mutants: {
    readonly noticed: number
    readonly of: number
    readonly equivalent: number
    readonly percent: number
  }
  readonly survivors: readonly Survivor[]
  readonly exitStatus: 0 | 1
}

export interface CoveredItem {
  /** Counted from 1. */
  readonly rule: number
  readonly at: string
  /** `rule` is the rule as a whole; `group` an entry of `resources` that names no resource. */
  readonly field:
    | 'rule'
    | 'users'
    | 'userGroups'
    | 'verbs'
    | 'namespaces'
    | 'nonResourceURLs'
    | 'resources'
    | 'resourceNames'
    | 'group'
  readonly value: string
  /** How many of the requests that the rule decides match by it. */
  readonly requests: number
}

/** A change that nothing notices. */
export interface Survivor {
  readonly rule: number
  readonly at: string
  readonly change: string
  /** A request that it decides otherwise, with both levels; null where none was found within the limit of work. */
  readonly request: string | null
  readonly before: Level | null
  readonly after: Level | null
}

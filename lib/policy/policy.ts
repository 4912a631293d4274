import type { Level, Stage } from '../audit/level.js'

/** audit.k8s.io/v1 GroupResources. */
export interface GroupResources {
  readonly group: string
  readonly resources: readonly string[]
  readonly resourceNames: readonly string[]
}

/** audit.k8s.io/v1 PolicyRule; absent lists are empty lists. `line` is where the rule starts in its file, from 1. */
export interface PolicyRule {
  readonly level: Level
  readonly users: readonly string[]
  readonly userGroups: readonly string[]
  readonly verbs: readonly string[]
  readonly resources: readonly GroupResources[]
  readonly namespaces: readonly string[]
  readonly nonResourceURLs: readonly string[]
  readonly omitStages: readonly Stage[]
  /** Null when the rule does not say: the policy's value holds then. */
  readonly omitManagedFields: boolean | null
  readonly line: number
}

/** audit.k8s.io/v1 Policy. */
export interface Policy {
  readonly rules: readonly PolicyRule[]
  readonly omitStages: readonly Stage[]
  readonly omitManagedFields: boolean
}

/** What a policy makes of a request. */
export interface Decision {
  readonly level: Level
  /** The deciding rule, counted from 1; null when none matched. */
  readonly rule: number | null
  /** Union of the policy's and the rule's, in the order of STAGES. */
  readonly omitStages: readonly Stage[]
  readonly omitManagedFields: boolean
}

/** A policy as kube-apiserver would load it. */
export type LoadedPolicy =
  | { readonly loaded: 'strict'; readonly policy: Policy; readonly notes: readonly string[] }
  /** Strict decoding failed (an unknown or duplicate key), lenient decoding went through: `message` is the server's warning. */
  | { readonly loaded: 'lenient'; readonly policy: Policy; readonly message: string; readonly notes: readonly string[] }
  /** The server would not start: `message` is what it prints. */
  | { readonly loaded: 'refused'; readonly message: string; readonly notes: readonly string[] }

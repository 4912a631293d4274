import type { Digest } from '../audit/digest.js'
import type { FoundLimit } from '../audit/found-limit.js'

/**
 * What an engine yields: for every policy and scenario the requests that were made and the log lines that each of them
 * left. Verdicts are made of it in lib/run; an engine makes none.
 */

export interface Execution {
  readonly engine: string
  /** Version of kube-apiserver, such as v1.34.4. */
  readonly kubernetes: string
  readonly policies: readonly PolicyExecution[]
}

export interface PolicyExecution {
  readonly policy: string
  readonly loaded: 'strict' | 'lenient' | 'refused'
  /** The server's own words when lenient or refused, else null. */
  readonly message: string | null
  /** Empty when refused. */
  readonly scenarios: readonly ScenarioExecution[]
  /** Lines of the cluster's own components under this policy, null when none were captured. */
  readonly background: Background | null
}

/** What the cluster's own components asked under the catch-all; the same for every policy. */
export type Background =
  /** Lines of the main server (RequestResponse, every stage). */
  { readonly seconds: number; readonly lines: readonly string[] } | { readonly digest: Digest }

export type ScenarioExecution =
  | { readonly scenario: string; readonly status: 'skipped'; readonly reason: string }
  /** Could not be carried out under this policy: the engine failed in it. Its cells are unknown. */
  | { readonly scenario: string; readonly status: 'unknown'; readonly reason: string }
  | {
      readonly scenario: string
      readonly status: 'ran'
      /** namespace, run, canary and captures. */
      readonly variables: Readonly<Record<string, string>>
      /** Whom the persona `admin` was, where it was not the lab's own administrator. */
      readonly administrator?: Administrator
      readonly steps: readonly StepExecution[]
      /** Requests of the cluster's own clients in this scenario's namespaces, from the main server's log. */
      readonly components: readonly ComponentRequest[]
      /** Set when the main server is not under the catch-all, so that components cannot be projected. */
      readonly componentsUnknown: string | null
    }

/** A user as kube-apiserver authenticates it. */
export interface Administrator {
  readonly name: string
  readonly groups: readonly string[]
}

export interface StepExecution {
  readonly id: string
  /** Null for raw requests and for steps that the lab stopped (background). */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly timedOut: boolean
  readonly requests: readonly TracedRequest[]
  /** Values that the server made and a claim calls secret, with the path that named them. */
  readonly secrets: readonly { readonly path: string; readonly value: string }[]
}

/** One HTTP request that a step made, as the proxy saw it, with what it left in the lane's log. */
export interface TracedRequest {
  readonly auditID: string
  readonly persona: string
  readonly method: string
  /** Raw request target as the server got it: path and query. */
  readonly target: string
  /** HTTP status of the answer, null when there was none. */
  readonly status: number | null
  /** The server sent the Audit-Id back. It does so even at None, 101 answers apart. */
  readonly echoed: boolean
  /** The connection was upgraded (101). */
  readonly upgraded: boolean
  /** Lines of the lane's log with this auditID, in order, without the newline. */
  readonly lines: readonly string[]
  /** Why nothing can be said of this request ("lost by the server"), else null. */
  readonly unknown: string | null
  /** What the Events that the lines were projected from cannot tell. None where a lane wrote them itself. */
  readonly limits: readonly FoundLimit[]
}

export interface ComponentRequest {
  readonly auditID: string
  readonly user: string
  /** Catch-all lines, in order, without the newline. */
  readonly lines: readonly string[]
}

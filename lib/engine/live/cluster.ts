import type { Scenario } from '../../scenario/scenario.js'
import type { Capability, PlannedPolicy } from '../engine.js'
import type { Administrator } from '../execution.js'
import type { ApiClient } from './api-client.js'
import type { Guard } from './guard.js'
import type { Identities } from './identities.js'
import type { LogWatch } from './log-watch.js'
import type { ApiServer } from './server.js'

/** A kube-apiserver under one policy, with a log of its own. Closing it stops the server. */
export interface Lane extends AsyncDisposable {
  readonly id: string
  readonly policy: PlannedPolicy
  readonly server: ApiServer
  /** The server's warning when it loaded the policy leniently, else null. */
  readonly lenient: string | null
  /** The log since the lane started, rotated files included: lines with their newline, which a torn last one lacks. */
  readLog(): AsyncIterable<string>
  /** Lines in the log, rotated files included; cheaper than reading it. */
  countLines(): Promise<number>
}

export interface RefusedPolicy {
  readonly policy: PlannedPolicy
  /** What the server printed before it ended. */
  readonly refused: string
}

/** What the live engines have in common: a control plane that lanes can be added to. */
export interface LiveCluster {
  readonly kubernetes: string
  readonly capabilities: ReadonlySet<Capability>
  /** The server that setup goes through. */
  readonly main: ApiServer
  /** Where its API servers reach this machine; there with the capability `webhooks`. */
  readonly hostAddress?: string
  /** Gives the personas their client certificates. */
  readonly identities: Identities
  /** How many lanes fit at once. */
  readonly maxLanes: number
  /** Null when the main server runs the catch-all policy; else why its log cannot be projected. */
  readonly mainUnprojectable: string | null
  /** True when the cluster outlives the run, so that what scenarios made must be deleted. */
  readonly outlivesRun: boolean
  /** Path of the kubectl that scenarios use; the one on PATH without it. */
  readonly kubectl?: string
  /** Starts a lane for each policy, at once; the ones that the server refuses come back with its message. */
  openLanes(policies: readonly PlannedPolicy[], signal: AbortSignal): Promise<readonly (Lane | RefusedPolicy)[]>
  /** Lines of the main server's log that hold the text, in order. */
  searchMainLog(text: string): Promise<readonly string[]>
  /** Whole lines that the main server wrote in the next seconds. */
  recordMainLog(seconds: number, signal: AbortSignal): Promise<readonly string[]>
  /** Why a scenario whose needs are met cannot be run here all the same; null when it can. */
  readonly refusal?: (scenario: Scenario) => string | null
  /** Who `admin` is, where it is not the lab's own administrator. */
  readonly administrator?: Administrator
  /** How to know that a lane's log is complete, where the server's counters alone cannot tell. */
  readonly watchLog?: (lane: Lane, client: ApiClient, signal: AbortSignal) => Promise<LogWatch>
  /** Labels of the namespaces that the lab makes, beyond its usual ones. */
  readonly labels?: Readonly<Record<string, string>>
  /** Keeps requests from the server that would change what the lab did not make. */
  readonly guard?: (scenario: Scenario, namespace: string) => Guard
}

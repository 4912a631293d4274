import type { Scenario } from '../scenario/scenario.js'
import type { Execution } from './execution.js'

export type Capability = 'pods' | 'controllers' | 'nodes' | 'webhooks'

/** A policy as it is to be run: `text` is what the file holds. */
export interface PlannedPolicy {
  readonly name: string
  readonly path: string
  readonly text: string
}

/** Settings of the command line that an engine understands; each engine reads its own. */
export interface EngineSettings {
  readonly cluster: ClusterSettings
  /** Reuse this cluster of ours instead of making one. */
  readonly clusterName: string | null
  /** Leave what was started. */
  readonly keep: boolean
  /** Length of the background window before the first lane starts; 0 takes none. */
  readonly backgroundSeconds: number
  /** Folder of etcd, kube-apiserver and kubectl for the binary engine; null leaves the search to it. */
  readonly binaries: string | null
  /** Which recorded background a replay counts. */
  readonly backgroundLoad: 'idle' | 'busy'
  /** At most this many scenarios at once; null lets the engine decide by cores. */
  readonly parallel: number | null
  /** The cluster of somebody else's to use; null when none is named. */
  readonly existing: ExistingSettings | null
}

export interface ExistingSettings {
  readonly kubeconfig: string
  readonly context: string | null
  /** As given: where the cluster's audit log is. */
  readonly auditLog: string
  /** Files (PEM) for the webhook receiver. */
  readonly webhookCertificate: string | null
  readonly webhookKey: string | null
  /** Somebody agreed to what `consent` says. */
  readonly agreed: boolean
}

export interface ClusterSettings {
  readonly name: string | null
  readonly image: string | null
  readonly kubernetesVersion: string | null
  /** A KIND config to merge into ours. */
  readonly config: string | null
  readonly lanes: number
  /** How many control-plane nodes; null leaves it to the config. */
  readonly controlPlanes: number | null
  readonly waitMilliseconds: number
  /** Policy of the main server: null is the catch-all, which makes background and projected cells possible. */
  readonly policy: string | null
  readonly logMaxAge: number
  readonly logMaxBackup: number
  readonly logMaxSize: number
  /** How the policy gets into the node: mounted from this machine, through docker, or whichever works. */
  readonly files: 'auto' | 'mount' | 'docker'
}

export interface Plan {
  readonly policies: readonly PlannedPolicy[]
  readonly scenarios: readonly Scenario[]
  readonly settings: EngineSettings
  readonly signal: AbortSignal
  readonly progress: Progress
}

/** Told what goes on, in words for people; never part of a result. */
export type Progress = (message: string) => void

export type Availability =
  | { readonly ready: true; readonly version: string }
  | { readonly ready: false; readonly reason: string; readonly fix: string }

/** What of the command line decides whether an engine is ready. */
export interface CheckedPlace {
  /** Folder of the binary engine's programs; null leaves the search to it. */
  readonly binaries: string | null
  readonly kubernetesVersion: string | null
}

/** What executes scenarios and yields their Events. A new engine is a folder and a line in the registry. */
export interface Engine {
  readonly name: string
  readonly about: string
  /** Whether it can run here. Never throws. */
  check(where: CheckedPlace): Promise<Availability>
  /** What somebody must agree to before `execute`. Changes nothing. Throws EngineError, InputError. */
  consent?(plan: Omit<Plan, 'progress'>): Promise<string>
  /** Starts, runs every scenario under every policy, and removes what it started. Throws EngineError, InputError. */
  execute(plan: Plan): Promise<Execution>
}

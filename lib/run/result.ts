import type { Level, Stage } from '../audit/level.js'
import type { RuleVolume, Volume, VolumeByLevel } from '../volume/volume.js'

export type { RuleVolume, Volume, VolumeByLevel }

/** What a run found: the one thing that reports see. Written by `run -o json` as it stands. */
export interface RunResult {
  readonly schemaVersion: 1
  readonly engine: string
  readonly kubernetes: string
  readonly policies: readonly PolicyResult[]
  readonly scenarios: readonly ScenarioResult[]
  readonly leaks: readonly Leak[]
  readonly unclaimed: readonly UnclaimedRequest[]
  /** What was asked of every request; empty where no requirements were given. */
  readonly requirements: readonly RequirementResult[]
  /** What the Events behind replayed and projected cells cannot tell. */
  readonly limits: readonly LimitResult[]
  readonly summary: Summary
  /** The run beside its replay; null unless asked for. */
  readonly crossCheck: CrossCheck | null
  /** What differs between versions of Kubernetes; null for a run on one of them. */
  readonly versionDifferences: readonly VersionDifference[] | null
  /** Which part of the selection this is; null when it is the whole. */
  readonly shard: Shard | null
}

/** One of the parts that a selection was split into, so that they can be merged and a missing one is noticed. */
export interface Shard {
  /** From 1. */
  readonly index: number
  readonly of: number
  /** Names of all scenarios of the selection, those of other shards too, in the order of the whole run. */
  readonly selection: readonly string[]
  /** Whether a skipped scenario fails the run. */
  readonly failOnSkip: boolean
}

/** A cell, or with empty scenario, step and request a whole policy, that is another one under another version. */
export interface VersionDifference {
  readonly policy: string
  readonly scenario: string
  readonly step: string
  readonly request: string
  readonly versions: readonly {
    readonly kubernetes: string
    readonly loaded: PolicyResult['loaded']
    /** Null where the difference is in how the policy loads, and where this version has no such cell. */
    readonly actual: Level | null
    readonly stages: readonly Stage[]
  }[]
}

/** A live run beside the replay of the same scenarios and policies. */
export interface CrossCheck {
  readonly requests: number
  readonly events: number
  readonly differences: readonly CrossDifference[]
  readonly volumes: readonly { readonly policy: string; readonly live: Volume; readonly replayed: Volume }[]
}

export interface CrossDifference {
  readonly policy: string
  /** Empty when the whole policy differs. */
  readonly scenario: string
  readonly step: string
  readonly what: string
}

export interface PolicyResult {
  readonly name: string
  readonly path: string
  /** Of the policy's text and of its pinned cells, null without cells: tells two versions of a file apart. */
  readonly sha256: { readonly policy: string; readonly cells: string | null }
  readonly loaded: 'strict' | 'lenient' | 'refused'
  /** The server's own words when lenient or refused, else null. */
  readonly message: string | null
  /** The scenarios' own traffic, discovery included. */
  readonly events: number
  readonly bytes: number
  /** Null where shards were merged: what they share is compressed only once in one log. */
  readonly gzipped: number | null
  readonly byLevel: VolumeByLevel
  readonly byRule: readonly RuleVolume[]
  /** Without kubectl's discovery. */
  readonly scenarios: Volume
  readonly discovery: Volume
  /** What the cluster's own components cost under this policy, projected; null when no background was captured. */
  readonly background:
    | (Volume & {
        readonly seconds: number
        /** Null where only a digest of the background is known, and where shards were merged. */
        readonly gzipped: number | null
        readonly byLevel: Readonly<Partial<Record<Level, Volume>>>
      })
    | null
}

export interface ScenarioResult {
  readonly name: string
  readonly about: string
  readonly file: string
  readonly results: readonly Result[]
}

export type Status = 'passed' | 'failed' | 'weakness' | 'skipped' | 'unknown'

/** A cell of the matrix with its verdict. */
export interface Result {
  /** Stable across runs: scenario/step/request@policy, with #n where requests of one description have several cells. */
  readonly id: string
  readonly policy: string
  readonly step: string
  /** As the claim writes it: `create secrets`. */
  readonly request: string
  /** Of the first matching request; null when there is none. */
  readonly method: string | null
  readonly requestURI: string | null
  readonly auditIDs: readonly string[]
  readonly count: number
  /** The claim's bounds and the pinned cell, null where not stated. */
  readonly expected: { readonly atLeast: Level | null; readonly atMost: Level | null; readonly pinned: Level | null }
  /** The level that the Events carry; null when unknown or skipped. */
  readonly actual: Level | null
  /** The deciding rule's level, by the evaluator; null when it cannot be told. */
  readonly decided: Level | null
  readonly stages: readonly Stage[]
  /** The deciding rule, counted from 1; null when none matched or it cannot be told. */
  readonly rule: number | null
  /** file:line of the deciding rule, else of the policy. */
  readonly ruleAt: string
  readonly how: 'measured' | 'projected' | 'replayed'
  readonly status: Status
  /** Failed: every reason, one sentence each. Weakness: the cells file's why. Skipped, unknown: the reason. Else null. */
  readonly why: string | null
  /** On failure the Event that comes nearest to what was expected, as the log has it; else null. */
  readonly nearest: string | null
  /** Where the claim stands. */
  readonly file: string
  readonly line: number
  /** The command that runs just this case again. */
  readonly rerun: string
  /** The id of the requirement that a request breaks, which stands at `file` and `line`; null for a cell. */
  readonly requirement: string | null
}

/** A requirement under a policy, held against every request of the run. */
export interface RequirementResult {
  readonly policy: string
  readonly id: string
  readonly clause: string | null
  /** Where it stands. */
  readonly file: string
  readonly line: number
  /** How many of the requests that it is about keep it, break it, and leave it open. */
  readonly held: number
  readonly broken: number
  readonly unknown: number
  /** Not exercised: no request of the run is one that it is about. */
  readonly status: 'held' | 'broken' | 'unknown' | 'not exercised'
}

export interface Leak {
  readonly policy: string
  readonly scenario: string
  readonly step: string
  readonly request: string
  readonly auditID: string
  readonly stage: Stage
  /** Top-level field of the Event: requestObject, responseObject, requestURI, annotations, … */
  readonly place: string
  /** How it was written: raw, json, percent, base64, base64url, or two of them joined by a space when nested. */
  readonly encoding: string
  /** What leaked: `canary`, or the path that a claim calls secret. Never its value. */
  readonly secret: string
  /** The cells file's why when it admits the leak, else null. */
  readonly why: string | null
  readonly file: string
  readonly line: number
}

export interface UnclaimedRequest {
  readonly scenario: string
  readonly step: string
  readonly policy: string
  readonly request: string
  readonly count: number
  readonly actual: Level | null
}

/** A limit that applies to requests of one scenario under one policy. */
export interface LimitResult {
  readonly scenario: string
  readonly policy: string
  /** In kebab case, as docs/what-a-capture-cannot-tell.md has it. */
  readonly limit: string
  /** False where the Events leave open whether it applies. */
  readonly certain: boolean
  /** Cell: level or stages. Body: one that the policy logs is not there. Bytes: the volume is not exact. */
  readonly leaves: 'nothing' | 'bytes' | 'body' | 'cell'
  /** Projected are the requests of components; their volume is not the scenarios'. */
  readonly how: 'projected' | 'replayed'
  /** What happens in the server, or on the way to the capture. */
  readonly happens: string
  /** What it means for cells and volume. */
  readonly meaning: string
  /** Upstream's source, or the issue. */
  readonly source: string
  /** `step` is null for a component's. */
  readonly requests: readonly { readonly step: string | null; readonly request: string; readonly auditID: string }[]
}

export interface Summary {
  readonly passed: number
  readonly failed: number
  readonly weaknesses: number
  readonly skipped: number
  readonly unknown: number
  readonly leaks: number
  readonly unclaimed: number
  readonly refused: number
  readonly lenient: number
  /** Claims that cover no request. */
  readonly matchedNothing: number
  /** 0, 1, 2 or 3, as the command line exits with. */
  readonly exitStatus: 0 | 1 | 2 | 3
}

import { ApiClient } from './api-client.js'
import type { Lane, LiveCluster, RefusedPolicy } from './cluster.js'
import { watchCounters } from './completeness.js'
import type { LogWatch } from './log-watch.js'
import { waitUntilServed } from './readiness.js'
import type { ScenarioRun } from './scenario-run.js'

/** A scenario's end on one lane: what it made, or why it could not be carried out. */
export type Outcome = ScenarioRun | { readonly failed: string }

/** A lane at work, with what came of each scenario. */
export interface OpenLane {
  readonly lane: Lane
  readonly client: ApiClient
  readonly watch: LogWatch
  readonly outcomes: Map<string, Outcome>
}

/** The lanes of one wave; their end stops the servers. */
export class OpenLanes implements AsyncDisposable {
  readonly all: OpenLane[] = []
  private readonly lanes: readonly Lane[]

  constructor(opened: readonly (Lane | RefusedPolicy)[]) {
    this.lanes = opened.filter((one): one is Lane => !('refused' in one))
  }

  async open(cluster: LiveCluster, crdPaths: readonly string[], signal: AbortSignal): Promise<void> {
    const opened = this.lanes.map(async (lane) => {
      const client = new ApiClient(lane.server, await cluster.identities.admin())
      await waitUntilServed(client, crdPaths, signal)
      const watch = await (cluster.watchLog ?? watchCounters)(lane, client, signal)
      return { lane, client, watch, outcomes: new Map<string, Outcome>() }
    })
    this.all.push(...(await Promise.all(opened)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { client } of this.all) client[Symbol.dispose]()
    await Promise.all(this.lanes.map((lane) => lane[Symbol.asyncDispose]()))
  }
}

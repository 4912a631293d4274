import { randomBytes } from 'node:crypto'
import { countLinesOfBytes, linesOfBytes } from '../../util/lines-of-bytes.js'
import type { PlannedPolicy } from '../engine.js'
import { ApiClient } from '../live/api-client.js'
import type { Lane, LiveCluster, RefusedPolicy } from '../live/cluster.js'
import type { RunningServer, Servers } from './servers.js'

/** The live cluster that the containers of a run are. */
export async function containerCluster(servers: Servers, main: RunningServer, maxLanes: number): Promise<LiveCluster> {
  using client = new ApiClient(main.server, await servers.identities.admin())
  const version = (await client.json('GET', '/version')) as { gitVersion: string }
  return {
    kubernetes: version.gitVersion,
    capabilities: new Set(),
    main: main.server,
    identities: servers.identities,
    maxLanes,
    mainUnprojectable: 'the container engine runs no controllers, no scheduler and no kubelet',
    outlivesRun: false,
    openLanes: (policies, signal) => Promise.all(policies.map((policy) => openLane(servers, policy, signal))),
    // Nothing in it could be projected.
    searchMainLog: () => Promise.resolve([]),
    recordMainLog: () => Promise.resolve([]),
  }
}

async function openLane(servers: Servers, policy: PlannedPolicy, signal: AbortSignal): Promise<Lane | RefusedPolicy> {
  const id = randomBytes(4).toString('hex')
  const started = await servers.startApiServer(`lane-${id}`, policy.text, signal)
  if ('refused' in started) return { policy, refused: started.refused }
  return {
    id,
    policy,
    server: started.server,
    lenient: started.lenient,
    readLog: () => linesOfBytes(started.log()),
    countLines: () => countLinesOfBytes(started.log()),
    [Symbol.asyncDispose]: () => started.stop(),
  }
}

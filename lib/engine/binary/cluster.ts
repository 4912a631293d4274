import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { PlannedPolicy } from '../engine.js'
import { ApiClient } from '../live/api-client.js'
import type { Lane, LiveCluster, RefusedPolicy } from '../live/cluster.js'
import { countLinesOfBytes, linesOfBytes } from '../../util/lines-of-bytes.js'
import type { RunningServer, Servers } from './servers.js'

/** The live cluster that the processes of a run are. */
export async function binaryCluster(
  servers: Servers,
  main: RunningServer,
  options: { readonly kubectl: string; readonly maxLanes: number },
): Promise<LiveCluster> {
  using client = new ApiClient(main.server, await servers.identities.admin())
  const version = (await client.json('GET', '/version')) as { gitVersion: string }
  return {
    kubernetes: version.gitVersion,
    capabilities: new Set(),
    main: main.server,
    identities: servers.identities,
    maxLanes: options.maxLanes,
    mainUnprojectable: 'the binary engine runs no controllers, no scheduler and no kubelet',
    outlivesRun: false,
    kubectl: options.kubectl,
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
  const { log, daemon, server, lenient } = started
  // A lane never rotates its log: see apiServerFlags.
  const bytes = (): AsyncIterable<unknown> => createReadStream(log, { highWaterMark: 2 ** 20 })
  return {
    id,
    policy,
    server,
    lenient,
    readLog: () => linesOfBytes(bytes()),
    countLines: () => countLinesOfBytes(bytes()),
    [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose](),
  }
}

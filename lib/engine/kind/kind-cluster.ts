import { setTimeout as pause } from 'node:timers/promises'
import { ApiClient } from '../live/api-client.js'
import type { LiveCluster } from '../live/cluster.js'
import { signedBy } from '../live/identities.js'
import { connection } from './connection.js'
import { openLanes } from './lanes.js'
import { ControlPlaneNode, controlPlaneNodes } from './node.js'
import { LOG_FILES } from './paths.js'
import type { ClusterRecord } from './state.js'

/** The live cluster behind a record. */
export async function kindCluster(record: ClusterRecord): Promise<LiveCluster> {
  const node = new ControlPlaneNode(record.name)
  const { server, authority } = await connection(record.name)
  const identities = signedBy(authority)
  using client = new ApiClient(server, await identities.admin())
  const version = (await client.json('GET', '/version')) as { gitVersion: string }
  const nodes = await controlPlaneNodes(record.name)
  const hostAddress = await node.hostAddress()
  return {
    kubernetes: version.gitVersion,
    capabilities: new Set([
      ...(['pods', 'controllers', 'nodes'] as const),
      ...(hostAddress === null ? [] : (['webhooks'] as const)),
    ]),
    ...(hostAddress === null ? {} : { hostAddress }),
    main: server,
    identities,
    maxLanes: Math.min(record.lanes, await lanesInMemory(node)),
    mainUnprojectable: record.policy === null ? null : `the main server runs ${record.policy}, not the catch-all`,
    outlivesRun: record.keep,
    openLanes: (policies, signal) => openLanes(node, server, authority, policies, signal),
    // A request to the cluster may have reached any of its control planes.
    searchMainLog: async (text) => (await Promise.all(nodes.map((one) => searchLog(one, text)))).flat(),
    recordMainLog: async (seconds, signal) =>
      (await Promise.all(nodes.map((one) => recordLog(one, seconds, signal)))).flat(),
  }
}

async function searchLog(node: ControlPlaneNode, text: string): Promise<string[]> {
  return wholeLines(await node.shell(`cat ${LOG_FILES} | grep -F '${text}' || true`))
}

async function recordLog(node: ControlPlaneNode, seconds: number, signal: AbortSignal): Promise<string[]> {
  const countLines = async (): Promise<number> => Number((await node.shell(`cat ${LOG_FILES} | wc -l`)).trim())
  const start = await countLines()
  await pause(seconds * 1000, undefined, { signal })
  const end = await countLines()
  return wholeLines(await node.shell(`cat ${LOG_FILES} | tail -n +${start + 1} | head -n ${end - start}`))
}

function wholeLines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}

const LANE_KIBIBYTES = 300 * 1024
/** Left for kubectl, for pods, and for the lab itself. */
const RESERVED_KIBIBYTES = 512 * 1024

/** How many more kube-apiservers fit into the memory that the node sees as available; at least one is tried. */
async function lanesInMemory(node: ControlPlaneNode): Promise<number> {
  const available = Number(/^MemAvailable: +(\d+) kB$/m.exec(await node.shell('cat /proc/meminfo'))?.[1] ?? Infinity)
  return Math.max(1, Math.floor((available - RESERVED_KIBIBYTES) / LANE_KIBIBYTES))
}

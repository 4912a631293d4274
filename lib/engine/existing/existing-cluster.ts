import { Readable } from 'node:stream'
import type { LiveCluster } from '../live/cluster.js'
import type { Identities } from '../live/identities.js'
import type { Credential } from '../live/server.js'
import type { Connected } from './connect.js'
import { certificateByRequest } from './csr.js'
import { guardOf } from './guard.js'
import type { LogSource } from './log-source.js'
import { openLog } from './open-log.js'
import { sessionLabels } from './remove.js'
import { whySeveral } from './servers.js'
import { watchOthersLog } from './watch.js'

/** Somebody else's cluster as the live engines see one: its only lane is its own server. */
export async function existingCluster(connected: Connected, id: string, signal: AbortSignal): Promise<LiveCluster> {
  const { client, target, administrator, place, keys, policy, lenient } = connected
  const version = (await client.json('GET', '/version', undefined, signal)) as { gitVersion: string }
  const several = await whySeveral(client, signal)
  let source: LogSource | null = null
  return {
    kubernetes: version.gitVersion,
    capabilities: new Set(['pods', 'controllers'] as const),
    main: target.server,
    identities: identitiesOf(connected, id, signal),
    maxLanes: 1,
    mainUnprojectable: 'this cluster runs its own policy, not the catch-all',
    outlivesRun: true,
    administrator,
    labels: sessionLabels(id),
    refusal: connected.refusal,
    guard: (scenario, namespace) => guardOf(client, administrator, scenario, namespace),
    openLanes: async ([planned]) => {
      if (planned === undefined) return []
      const opened = await openLog(place, client, keys)
      source = opened
      return [
        {
          id: 'existing',
          policy: planned,
          server: target.server,
          lenient,
          readLog: () => withNewlines(opened),
          countLines: () => Promise.resolve(opened.count),
          [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
        },
      ]
    },
    watchLog: (_lane, own) => {
      if (source === null) throw new Error('the log is opened with the lane')
      const namespace = `audit-lab-${id}`
      return watchOthersLog({ source, client: own, policy, administrator, namespace, several }, signal)
    },
    searchMainLog: () => Promise.resolve([]),
    recordMainLog: () => Promise.resolve([]),
  }
}

function withNewlines({ lines }: LogSource): AsyncIterable<string> {
  return Readable.from(lines.map((line) => `${line}\n`))
}

/** Each user's certificate is asked for once. */
function identitiesOf({ target, client }: Connected, id: string, signal: AbortSignal): Identities {
  const issued = new Map<string, Promise<Credential>>()
  return {
    admin: () => Promise.resolve(target.credential),
    issue: (user) => {
      const key = JSON.stringify([user.name, user.groups])
      const known = issued.get(key) ?? certificateByRequest(client, user, sessionLabels(id), signal)
      issued.set(key, known)
      return known
    },
  }
}

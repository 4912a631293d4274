import { randomBytes } from 'node:crypto'
import { EngineError } from '../../errors.js'
import { waitFor } from '../../util/wait-for.js'
import type { PlannedPolicy } from '../engine.js'
import { ApiClient } from '../live/api-client.js'
import type { Lane, RefusedPolicy } from '../live/cluster.js'
import { signedBy } from '../live/identities.js'
import type { ApiServer, CertificateAuthority } from '../live/server.js'
import { laneLogFile, laneManifest, laneName, lanePolicyDirectory } from './lane-manifest.js'
import type { ControlPlaneNode } from './node.js'
import { FIRST_LANE_PORT, MANIFESTS } from './paths.js'
import { lenientWarning, refusal } from '../live/server-log.js'

const READY_MILLISECONDS = 90_000
const LOGS_EVERY_MILLISECONDS = 700
const STOPPED_MILLISECONDS = 30_000

interface Starting {
  readonly id: string
  readonly policy: PlannedPolicy
  readonly server: ApiServer
}

/** Adds a kube-apiserver to the node for each policy, all at once, and waits until each is ready or has refused. */
export async function openLanes(
  node: ControlPlaneNode,
  main: ApiServer,
  authority: CertificateAuthority,
  policies: readonly PlannedPolicy[],
  signal: AbortSignal,
): Promise<(Lane | RefusedPolicy)[]> {
  const ports = await node.ports()
  const manifest = await node.shell(`cat ${MANIFESTS}/kube-apiserver.yaml`, { signal })
  const starting = policies.map((policy, index): Starting => {
    const mapped = ports.get(FIRST_LANE_PORT + index)
    if (mapped === undefined)
      throw new EngineError(`cluster has no port for lane ${index + 1}; make it with more --lanes`)
    return { id: randomBytes(4).toString('hex'), policy, server: { ...main, host: mapped.host, port: mapped.port } }
  })
  try {
    await node.write(
      starting.flatMap(({ id, policy }, index) => [
        { path: `${lanePolicyDirectory(id)}/policy.yaml`, text: policy.text, mode: '600' },
        {
          path: `${MANIFESTS}/${laneName(id)}.yaml`,
          text: laneManifest(manifest, { id, port: FIRST_LANE_PORT + index }),
          mode: '600',
        },
      ]),
    )
    const refused = await waitUntilDecided(node, authority, starting, signal)
    await stopLanes(
      node,
      starting.filter(({ id }) => refused.has(id)).map(({ id }) => id),
    )
    const logs = await serverLogs(
      node,
      starting.map(({ id }) => id),
    )
    return starting.map(({ id, policy, server }) => {
      const message = refused.get(id)
      if (message !== undefined) return { policy, refused: message }
      return kindLane(node, { id, policy, server, lenient: lenientWarning(logs.get(id) ?? '') })
    })
  } catch (error) {
    await stopLanes(
      node,
      starting.map(({ id }) => id),
    ).catch(() => undefined)
    throw error
  }
}

/** Returns the refusals by lane; every other lane is ready. Throws EngineError for one that is neither in time. */
async function waitUntilDecided(
  node: ControlPlaneNode,
  authority: CertificateAuthority,
  starting: readonly Starting[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const credential = await signedBy(authority).admin()
  const waiting = new Map(starting.map((lane) => [lane.id, new ApiClient(lane.server, credential)]))
  const refused = new Map<string, string>()
  let logs: ReadonlyMap<string, string> = new Map()
  let lastAsked = performance.now()
  try {
    await waitFor(
      async () => {
        await Promise.all(
          [...waiting].map(async ([id, client]) => {
            const answer = await client.send('GET', '/readyz', undefined, signal).catch(() => null)
            signal.throwIfAborted()
            if (answer?.status === 200) waiting.delete(id)
          }),
        )
        if (waiting.size === 0) return true
        // Asking Docker costs more than asking a server, and takes from the processor that the lanes need to start.
        if (performance.now() - lastAsked < LOGS_EVERY_MILLISECONDS) return null
        lastAsked = performance.now()
        // The message stands in the crash-looping container's log only, and the kubelet rotates that within seconds.
        logs = await serverLogs(node, [...waiting.keys()])
        for (const [id, log] of logs) {
          const message = refusal(log)
          if (message === null) continue
          refused.set(id, message)
          waiting.delete(id)
        }
        return waiting.size === 0 ? true : null
      },
      { timeoutMilliseconds: READY_MILLISECONDS, signal, everyMilliseconds: 100 },
    )
    if (waiting.size === 0) return refused
  } finally {
    for (const client of waiting.values()) client[Symbol.dispose]()
  }
  const [id = ''] = waiting.keys()
  const name = starting.find((lane) => lane.id === id)?.policy.name ?? id
  const last = logs.get(id)?.trim().split('\n').slice(-3).join('\n') ?? 'its container was never started'
  throw new EngineError(`the lane of ${name} is not ready after ${READY_MILLISECONDS / 1000} s:\n${last}`, {
    hint: 'Memory or processor may be short: use fewer --lanes.',
  })
}

/** What the kube-apiservers of lanes printed, by lane. One call for all. */
async function serverLogs(node: ControlPlaneNode, ids: readonly string[]): Promise<Map<string, string>> {
  const script = ids.map(
    (id) =>
      `echo "=== ${id}"; cat /var/log/pods/kube-system_${laneName(id)}-*/kube-apiserver/*.log 2>/dev/null | head -c 200000`,
  )
  const output = await node.shell(script.join('; ') + '; true')
  return new Map(
    output.split(/^=== /m).flatMap((part) => {
      const end = part.indexOf('\n')
      return end < 0 ? [] : [[part.slice(0, end), part.slice(end + 1)] as const]
    }),
  )
}

function kindLane(node: ControlPlaneNode, lane: Starting & { lenient: string | null }): Lane {
  const log = laneLogFile(lane.id)
  const files = `$(ls -1 ${log.replace(/\.log$/, '')}-*.log 2>/dev/null) ${log}`
  return {
    ...lane,
    readLog: () => node.lines(`cat ${files}`),
    countLines: async () => Number((await node.shell(`cat ${files} | wc -l`)).trim()),
    [Symbol.asyncDispose]: () => stopLanes(node, [lane.id]),
  }
}

/** Stops lanes and removes what they left in the node: manifests, policies, logs. */
export async function stopLanes(node: ControlPlaneNode, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await node.shell(ids.map((id) => `rm -f ${MANIFESTS}/${laneName(id)}.yaml`).join('; '))
  // Whole lines only: the arguments of this very shell hold the same text.
  const flags = ids.map((id) => `-e '--audit-log-path=${laneLogFile(id)}'`).join(' ')
  await waitFor(
    async () =>
      (
        await node.shell(`cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n' | grep -cFx ${flags} || true`)
      ).trim() === '0'
        ? true
        : null,
    { timeoutMilliseconds: STOPPED_MILLISECONDS, everyMilliseconds: 200 },
  )
  await node.shell(
    ids.map((id) => `rm -rf ${lanePolicyDirectory(id)} ${laneLogFile(id).replace(/\.log$/, '')}*`).join('; '),
  )
}

/** Lanes that stand in the node now. */
export async function listLanes(node: ControlPlaneNode): Promise<string[]> {
  const names = await node.shell(`ls ${MANIFESTS}`)
  return [...names.matchAll(/^audit-lab-lane-([0-9a-f]+)\.yaml$/gm)].flatMap((match) => match[1] ?? [])
}

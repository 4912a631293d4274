import { rm } from 'node:fs/promises'
import { isAlive } from '../../util/owner.js'
import { waitFor } from '../../util/wait-for.js'
import type { Progress } from '../engine.js'
import { ApiClient } from '../live/api-client.js'
import { RUN_LABELS } from '../live/personas.js'
import { readKubeconfig } from './kubeconfig.js'
import { forgetSession, listSessions, type SessionRecord } from './state.js'

const GONE_MILLISECONDS = 90_000
const NAMESPACES = '/api/v1/namespaces'
const SESSION_LABEL = 'audit-lab-session'

/** What all objects of a session bear; nothing else is ever deleted. */
export function sessionLabels(id: string): Readonly<Record<string, string>> {
  return { ...RUN_LABELS, [SESSION_LABEL]: id }
}

/**
 * Deletes what a session made and waits until it is gone. Returns the names that are still there after that. A server
 * that is away may be starting again: `patient` waits for that too. Throws what went wrong last.
 */
export async function removeObjects(
  client: ApiClient,
  id: string,
  { patient }: { readonly patient: boolean },
): Promise<string[]> {
  const selector = Object.entries(sessionLabels(id))
    .map(([key, value]) => `${key}%3D${value}`)
    .join('%2C')
  const paths = [NAMESPACES, '/apis/certificates.k8s.io/v1/certificatesigningrequests']
  const names = async (): Promise<string[]> => {
    const found: string[] = []
    for (const path of paths) {
      const answer = await client.send('GET', `${path}?labelSelector=${selector}`)
      // Who may not list these has made none. Namespaces are always made: a server that is starting may refuse them.
      if (answer.status === 403 && path !== NAMESPACES) continue
      if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status}`)
      const { items } = JSON.parse(answer.body) as {
        items: { metadata: { name: string; deletionTimestamp?: string } }[]
      }
      for (const { metadata } of items) {
        found.push(metadata.name)
        if (metadata.deletionTimestamp === undefined) await client.send('DELETE', `${path}/${metadata.name}`)
      }
    }
    return found
  }
  let last: { readonly left: string[] } | { readonly failure: unknown } = { left: [] }
  await waitFor(
    async () => {
      last = await names().then(
        (left) => ({ left }),
        (failure: unknown) => ({ failure }),
      )
      return 'failure' in last ? (patient ? null : true) : last.left.length === 0 ? true : null
    },
    { timeoutMilliseconds: GONE_MILLISECONDS, everyMilliseconds: 500 },
  )
  if ('failure' in last) throw last.failure
  return last.left
}

/** Removes what runs left that were killed, in whatever cluster; a cluster that cannot be reached is tried again next time. */
export async function removeLeftovers(progress: Progress): Promise<void> {
  for (const record of await listSessions()) {
    if (await isAlive(record.owner)) continue
    progress(`${record.url}: removing what process ${record.owner.pid} left`)
    await rm(record.directory, { recursive: true, force: true })
    const left = await removeOf(record).catch((error: unknown) => [
      error instanceof Error ? error.message : String(error),
    ])
    if (left.length === 0) await forgetSession(record.id)
    else progress(`${record.url}: not all is removed yet: ${left.join(', ')}`)
  }
}

async function removeOf(record: SessionRecord): Promise<string[]> {
  const target = await readKubeconfig(record.kubeconfig, record.context)
  // The file may name another cluster by now.
  if (target.url !== record.url) return [`${record.kubeconfig} does not name ${record.url} any more`]
  using client = new ApiClient(target.server, target.credential)
  return await removeObjects(client, record.id, { patient: false })
}

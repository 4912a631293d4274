import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { ApiClient } from '../../lib/engine/live/api-client.js'
import { CATCH_ALL } from '../../lib/engine/live/catch-all.js'
import { signedBy } from '../../lib/engine/live/identities.js'
import type { LiveCluster } from '../../lib/engine/live/cluster.js'
import type { ClusterStatus } from '../../lib/engine/kind/commands.js'
import { connection } from '../../lib/engine/kind/connection.js'
import { kindCluster } from '../../lib/engine/kind/kind-cluster.js'
import { ControlPlaneNode } from '../../lib/engine/kind/node.js'
import { API_SERVER_PORT, MANIFESTS, POLICY_FILE } from '../../lib/engine/kind/paths.js'
import { readRecord } from '../../lib/engine/kind/state.js'
import type { RunResult } from '../../lib/run/result.js'
import { waitFor } from '../../lib/util/wait-for.js'
import { auditLab } from './support/audit-lab.js'
import { describeLive } from './support/live.js'

const MINUTES = 60_000
const METADATA = CATCH_ALL.replace('RequestResponse', 'Metadata')

// Through docker: each node then has a policy file of its own, which can be replaced on one of them.
describeLive('a cluster with two control planes', () => {
  const name = `planes-${process.pid}`
  const second = new ControlPlaneNode(name, `${name}-control-plane2`)
  const nodes = [`${name}-control-plane`, second.name]

  beforeAll(async () => {
    const args = ['cluster', 'up', '--name', name, '--control-planes', '2', '--files', 'docker', '--lanes', '2']
    const { exitCode, stderr } = await auditLab(args)
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' })
  }, 8 * MINUTES)
  afterAll(() => auditLab(['cluster', 'down', '--name', name]), MINUTES)

  const problems = async (): Promise<Record<string, string | null>> => {
    const { clusters } = JSON.parse((await auditLab(['cluster', 'status', '-o', 'json'])).stdout) as {
      readonly clusters: readonly ClusterStatus[]
    }
    const planes = clusters.find((cluster) => cluster.name === name)?.controlPlanes ?? []
    return Object.fromEntries(planes.map(({ node, problem }) => [node, problem]))
  }

  const ownClient = async (): Promise<ApiClient> => {
    const { server, authority } = await connection(name)
    const mapped = (await second.ports()).get(API_SERVER_PORT)
    if (mapped === undefined) throw new Error(`${second.name} has no port for its server`)
    return new ApiClient({ ...server, ...mapped }, await signedBy(authority).admin())
  }

  const live = async (): Promise<LiveCluster> => {
    const record = await readRecord(name)
    if (record === null) throw new Error('no record of the cluster')
    return kindCluster(record)
  }

  /** Out of the kubelet's sight and back: it starts a new server at once, where a killed one waits for its back-off. */
  const restartSecond = async (): Promise<void> => {
    const manifest = `${MANIFESTS}/kube-apiserver.yaml`
    await second.shell(`mv ${manifest} /etc/kubernetes/`)
    const gone = (): Promise<true | null> =>
      second.shell('pgrep -x kube-apiserver || true').then((pids) => (pids === '' ? true : null))
    expect(await waitFor(gone, { timeoutMilliseconds: 3 * MINUTES, everyMilliseconds: 200 })).toBe(true)
    await second.shell(`mv /etc/kubernetes/kube-apiserver.yaml ${manifest}`)
    using client = await ownClient()
    const ready = async (): Promise<true | null> => {
      const answer = await client.send('GET', '/readyz').catch(() => null)
      return answer?.status === 200 ? true : null
    }
    expect(await waitFor(ready, { timeoutMilliseconds: 2 * MINUTES, everyMilliseconds: 200 })).toBe(true)
  }

  const write = (text: string): Promise<void> => second.write([{ path: POLICY_FILE, text, mode: '600' }])

  it(
    'has each of them audited',
    async () => {
      expect(await problems()).toEqual(Object.fromEntries(nodes.map((node) => [node, null])))
    },
    MINUTES,
  )

  it(
    'finds a request in the log of whichever server it reached',
    async () => {
      using client = await ownClient()
      const { auditID } = await client.send('GET', '/version')
      const cluster = await live()
      const found = await waitFor(async () => ((await cluster.searchMainLog(auditID)).length >= 2 ? true : null), {
        timeoutMilliseconds: 10_000,
      })
      expect(found).toBe(true)
      const first = new ControlPlaneNode(name)
      expect(await first.shell(`grep -c ${auditID} /var/log/kubernetes/audit/audit.log || true`)).toBe('0\n')
    },
    MINUTES,
  )

  it(
    'runs scenarios, with what its controllers do projected from all their logs',
    async () => {
      const args = [
        'run',
        'who-created-the-pod',
        // Its pod has no node but a control plane.
        'pod-life-cycle',
        '--engine',
        'kind',
        '--cluster',
        name,
        '-p',
        'everything',
        '-p',
        'nothing',
      ]
      const { exitCode, stdout, stderr } = await auditLab([...args, '--background', '5s', '-o', 'json'])
      expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' })
      const { summary, scenarios, policies } = JSON.parse(stdout) as RunResult
      expect(summary).toMatchObject({ failed: 0, unknown: 0 })
      expect(scenarios.flatMap(({ results }) => results).some(({ how }) => how === 'projected')).toBe(true)
      expect(policies.find((policy) => policy.name === 'everything')?.background?.events).toBeGreaterThan(0)
    },
    4 * MINUTES,
  )

  it(
    'is told the node that has another policy, and the one that was left on an old one',
    async () => {
      const planes = (problem: unknown): unknown => ({ [nodes[0] ?? '']: null, [second.name]: problem })
      await write(METADATA)
      expect(await problems()).toEqual(planes(expect.stringMatching(/^its policy file is another one \(SHA-256 /)))
      const refused = await auditLab([
        'run',
        'who-created-the-pod',
        '--engine',
        'kind',
        '--cluster',
        name,
        '-p',
        'nothing',
      ])
      expect(refused.exitCode).toBe(3)
      expect(refused.stderr).toContain(`${second.name}: its policy file is another one`)

      await restartSecond()
      await write(CATCH_ALL)
      expect(await problems()).toEqual(
        planes(
          expect.stringMatching(/^it runs an older policy .*: GET \/version left Metadata .*expected is RequestResp/),
        ),
      )

      await restartSecond()
      expect(await problems()).toEqual(planes(null))
    },
    12 * MINUTES,
  )
})

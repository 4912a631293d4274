import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { attributesOfEvent } from '../../lib/audit/attributes-of.js'
import type { AuditEvent } from '../../lib/audit/event.js'
import { kindCluster } from '../../lib/engine/kind/kind-cluster.js'
import { readRecord } from '../../lib/engine/kind/state.js'
import { evaluate } from '../../lib/policy/evaluate.js'
import { loadPolicy } from '../../lib/policy/load.js'
import { waitFor } from '../../lib/util/wait-for.js'
import { auditLab } from './support/audit-lab.js'
import { describeLive } from './support/live.js'

const MINUTES = 60_000
const CONTROLLER = 'system:serviceaccount:kube-system:replicaset-controller'

// A lane cannot see the cluster's own clients, so their cells are projected. Here the main server itself runs a policy.
describeLive("a cluster's main server under a policy of its own", () => {
  it.each(['gce-lineage', 'quiet-components'])(
    'logs of its own clients under %s just what the evaluator says',
    async (name) => {
      const path = `policies/${name}.yaml`
      const cluster = `main-${name}-${process.pid}`
      const made = await auditLab(['cluster', 'up', '--name', cluster, '-p', path, '--lanes', '1', '-o', 'json'])
      expect(made.exitCode).toBe(0)
      try {
        const { kubeconfig } = JSON.parse(made.stdout) as { kubeconfig: string }
        const kubectl = (...args: string[]): string =>
          execFileSync('kubectl', ['--kubeconfig', kubeconfig, ...args], { encoding: 'utf8' })
        kubectl('create', 'deployment', 'web', '--image=none', '--replicas=2')
        const record = await readRecord(cluster)
        if (record === null) throw new Error('no record of the cluster')
        const live = await kindCluster(record)
        const created = await waitFor(
          async () => {
            const events = (await live.searchMainLog(CONTROLLER)).map((line) => JSON.parse(line) as AuditEvent)
            const pods = events.filter(({ verb, objectRef }) => verb === 'create' && objectRef?.resource === 'pods')
            return pods.length >= 2 ? pods : null
          },
          { timeoutMilliseconds: 60_000 },
        )
        expect(created?.map(({ level, stage }) => `${level} ${stage}`)).toEqual(
          expect.arrayContaining(['RequestResponse ResponseComplete']),
        )

        const loaded = loadPolicy(readFileSync(path, 'utf8'), path)
        if (loaded.loaded !== 'strict') throw new Error(`${path} is not loaded strictly`)
        const events = (await live.searchMainLog('"kind":"Event"')).map((line) => JSON.parse(line) as AuditEvent)
        const users = new Set(events.map(({ user }) => user.username))
        expect(users.size).toBeGreaterThan(10)
        const wrong = events.filter((event) => {
          const { level, omitStages } = evaluate(loaded.policy, attributesOfEvent(event))
          return level !== event.level || omitStages.includes(event.stage)
        })
        expect(wrong).toEqual([])
      } finally {
        await auditLab(['cluster', 'down', '--name', cluster])
      }
    },
    8 * MINUTES,
  )
})

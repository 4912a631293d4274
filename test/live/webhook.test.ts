import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { WebhookReceiver } from '../../lib/engine/existing/webhook.js'
import { watchOthersLog } from '../../lib/engine/existing/watch.js'
import type { ApiClient } from '../../lib/engine/live/api-client.js'
import { CATCH_ALL } from '../../lib/engine/live/catch-all.js'
import { auditIDOf } from '../../lib/engine/live/lines.js'
import { loadPolicy } from '../../lib/policy/load.js'
import { TemporaryDirectory } from '../../lib/util/temporary-directory.js'
import { waitFor } from '../../lib/util/wait-for.js'
import { startAuditLab, type Ended } from './support/audit-lab.js'
import { never } from './support/bench.js'
import { policy, SIMPLE, writeFiles } from './support/files.js'
import { describeLive } from './support/live.js'
import { cellsOf, resultOf } from './support/result.js'
import { WebhookServer } from './support/webhook-server.js'

const ADMIN = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }

// One kube-apiserver with both backends: what the webhook posts can be held against what the log holds.
describeLive('the webhook receiver, against a real kube-apiserver', () => {
  it('gets over TLS the very lines that the log backend writes, and knows when it has them', async () => {
    await using temporary = await TemporaryDirectory.create()
    await using started = await WebhookServer.start(temporary.path, CATCH_ALL)
    await using receiver = await WebhookReceiver.start(started.webhook, started.webhookKeys)
    const { client } = started
    const loaded = loadPolicy(CATCH_ALL, 'policy.yaml')
    if (loaded.loaded !== 'strict') throw new Error('the catch-all is not loaded')
    const watched = {
      source: receiver,
      client,
      policy: loaded.policy,
      administrator: ADMIN,
      namespace: 'own',
      several: null,
    }
    const watch = await watchOthersLog(watched, never)
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { 2: '<b>"\u2028', 1: 'é' } }
    const target = '/api/v1/namespaces/default/configmaps'
    const { auditID, status } = await client.send('POST', target, body)
    expect(status).toBe(201)
    const exchange = {
      ...{ auditID, persona: 'admin', method: 'POST', target, bringsCredential: false, status, echoed: true },
      ...{ upgraded: false, error: null, body: '', ended: true },
    }
    const complete = await watch.complete([{ exchange, user: ADMIN }], { timeoutMilliseconds: 60_000, signal: never })
    expect(complete).toMatchObject({ lost: 0, doubt: { of: 'lacking' } })

    const inLog = (await readFile(started.log, 'utf8')).split('\n').filter((line) => auditIDOf(line) === auditID)
    expect(inLog).toHaveLength(2)
    expect(receiver.lines.filter((line) => auditIDOf(line) === auditID).sort()).toEqual(inLog.sort())
  }, 240_000)

  it('is what a run on a cluster of somebody else measures a policy by', async () => {
    // Bodies of what is made, nothing of what is read.
    const text = policy('None', '    verbs: [get, list, watch]\n  - level: Request\n')
    await using temporary = await TemporaryDirectory.create()
    await using started = await WebhookServer.start(temporary.path, text)
    const directory = await writeFiles({ 'writes.yaml': text, 'all.yaml': CATCH_ALL, 'simple.yaml': SIMPLE })
    const { webhook, webhookFiles, kubeconfig } = started
    const run = (own: string): Promise<Ended> =>
      startAuditLab([
        ...['run', join(directory, 'simple.yaml'), '-p', join(directory, own), '--engine', 'existing', '--yes'],
        ...['--kubeconfig', kubeconfig, '--audit-log', `webhook:${webhook.host}:${webhook.port}`, '-o', 'json'],
        ...['--webhook-cert', webhookFiles.certificate, '--webhook-key', webhookFiles.key],
      ]).ended
    const right = await withControllers(started.client, run('writes.yaml'))
    expect(cellsOf(resultOf(right), 'writes')).toEqual([
      ['create', 'create configmaps', 'Request', 'passed'],
      ['read', 'get configmaps', 'None', 'passed'],
    ])
    expect(right.exitCode).toBe(0)

    // With another policy than the server's, what does not come may have been lost.
    const wrong = resultOf(await withControllers(started.client, run('all.yaml')))
    expect(cellsOf(wrong, 'all').map(([step, , , status]) => [step, status])).toContainEqual(['read', 'unknown'])
    expect(wrong.summary.exitStatus).toBe(3)
  }, 240_000)
})

/** Does until the run has ended what controllers do, which a lone kube-apiserver lacks. */
async function withControllers(client: ApiClient, run: Promise<Ended>): Promise<Ended> {
  const look = async (): Promise<null> => {
    const { body } = await client.send('GET', '/api/v1/namespaces?labelSelector=audit-lab%3Drun')
    const { items } = JSON.parse(body) as { items: { metadata: { name: string; deletionTimestamp?: string } }[] }
    for (const { metadata } of items) {
      const { name } = metadata
      const at = `/api/v1/namespaces/${name}`
      await (metadata.deletionTimestamp === undefined
        ? client.send('POST', `${at}/serviceaccounts`, { metadata: { name: 'default' } })
        : client.send('PUT', `${at}/finalize`, { metadata: { name }, spec: {} }))
    }
    return null
  }
  const over = new AbortController()
  const loop = waitFor(look, { timeoutMilliseconds: 200_000, signal: over.signal, everyMilliseconds: 200 })
  loop.catch(() => null)
  return run.finally(() => over.abort())
}

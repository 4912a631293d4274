import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { etcdFlags } from '../../lib/engine/binary/etcd-flags.js'
import { findBinaries } from '../../lib/engine/binary/find-binaries.js'
import { WebhookReceiver } from '../../lib/engine/existing/webhook.js'
import { watchOthersLog } from '../../lib/engine/existing/watch.js'
import { ApiClient } from '../../lib/engine/live/api-client.js'
import { apiServerFlags } from '../../lib/engine/live/api-server-flags.js'
import { CATCH_ALL } from '../../lib/engine/live/catch-all.js'
import { newAuthority, serverCertificate } from '../../lib/engine/live/certificates.js'
import { controlPlaneKeys } from '../../lib/engine/live/control-plane-keys.js'
import { signedBy } from '../../lib/engine/live/identities.js'
import { auditIDOf } from '../../lib/engine/live/lines.js'
import { loadPolicy } from '../../lib/policy/load.js'
import { Daemon } from '../../lib/util/daemon.js'
import { freePort } from '../../lib/util/free-port.js'
import { TemporaryDirectory } from '../../lib/util/temporary-directory.js'
import { waitFor } from '../../lib/util/wait-for.js'
import { never } from './support/bench.js'
import { describeLive } from './support/live.js'

const ADMIN = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }

// One kube-apiserver with both backends: what the webhook posts can be held against what the log holds.
describeLive('the webhook receiver, against a real kube-apiserver', () => {
  it('gets over TLS the very lines that the log backend writes, and knows when it has them', async () => {
    const binaries = await findBinaries(null)
    if ('reason' in binaries) throw new Error(binaries.reason)
    await using temporary = await TemporaryDirectory.create()
    const directory = temporary.path
    const { files, authority } = await controlPlaneKeys(['localhost'], ['127.0.0.1'])
    await mkdir(join(directory, 'keys'))
    for (const [name, pem] of Object.entries(files))
      await writeFile(join(directory, 'keys', name), pem, { mode: 0o600 })
    const [etcdPort, port, webhookPort] = [await freePort(), await freePort(), await freePort()]

    const webhookAuthority = await newAuthority('webhook')
    const keys = (await serverCertificate(webhookAuthority, 'webhook', { names: [], addresses: ['127.0.0.1'] }))
      .certificate
    await using receiver = await WebhookReceiver.start({ host: '127.0.0.1', port: webhookPort }, keys)
    const cluster = {
      server: `https://127.0.0.1:${webhookPort}/events`,
      'certificate-authority-data': Buffer.from(webhookAuthority.certificate).toString('base64'),
    }
    const config = {
      ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'a', users: [] },
      ...{ clusters: [{ name: 'a', cluster }], contexts: [{ name: 'a', context: { cluster: 'a', user: '' } }] },
    }
    await writeFile(join(directory, 'webhook.json'), JSON.stringify(config))
    await writeFile(join(directory, 'policy.yaml'), CATCH_ALL)

    const daemon = (name: string, path: string, args: readonly string[]): Daemon =>
      Daemon.start(path, args, { log: join(directory, `${name}.log`), environment: {} })
    await using etcd = daemon('etcd', binaries.etcd.path, etcdFlags(directory, etcdPort))
    await using apiServer = daemon('server', binaries.apiServer.path, [
      ...apiServerFlags({
        ...{ keys: join(directory, 'keys'), etcd: `https://127.0.0.1:${etcdPort}`, bindAddress: '127.0.0.1', port },
        ...{ policy: join(directory, 'policy.yaml'), log: join(directory, 'audit.log') },
      }),
      `--audit-webhook-config-file=${join(directory, 'webhook.json')}`,
      '--audit-webhook-batch-max-wait=2s',
    ])
    const server = { host: '127.0.0.1', port, serverName: 'localhost', certificateAuthority: authority.certificate }
    using client = new ApiClient(server, await signedBy(authority).admin())
    const ready = await waitFor(
      async () => ((await client.send('GET', '/readyz').catch(() => null))?.status === 200 ? true : null),
      { timeoutMilliseconds: 90_000, everyMilliseconds: 300 },
    )
    expect([ready, etcd.hasEnded, apiServer.hasEnded]).toEqual([true, false, false])

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

    const inLog = (await readFile(join(directory, 'audit.log'), 'utf8'))
      .split('\n')
      .filter((line) => auditIDOf(line) === auditID)
    expect(inLog).toHaveLength(2)
    expect(receiver.lines.filter((line) => auditIDOf(line) === auditID).sort()).toEqual(inLog.sort())
  }, 240_000)
})

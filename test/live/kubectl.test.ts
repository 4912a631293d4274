import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { AuditEvent } from '../../lib/audit/event.js'
import type { Lane } from '../../lib/engine/live/cluster.js'
import { waitFor } from '../../lib/util/wait-for.js'
import { Bench, type Client, type Command } from './support/bench.js'
import { describeLive } from './support/live.js'

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'worker' },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name: 'worker',
        image: 'busybox:1.36',
        imagePullPolicy: 'IfNotPresent',
        command: ['sh', '-c', 'mkdir /www; echo served > /www/index.html; echo ready; exec httpd -f -p 8080 -h /www'],
      },
    ],
  },
}

const PROTOCOLS = [
  { protocol: 'WebSocket', verb: 'get', websockets: 'true' },
  { protocol: 'SPDY', verb: 'create', websockets: 'false' },
]

describeLive('kubectl through the proxy to a lane', () => {
  let bench: Bench
  let lane: Lane
  let namespace: string
  let client: Client

  beforeAll(async () => {
    bench = await Bench.open('everything')
    lane = bench.lane('everything')
    namespace = await bench.namespace(lane)
    const setup = await bench.client(lane, { namespace })
    const made = await setup.kubectl(['apply', '-f', '-'], { input: JSON.stringify(POD) })
    expect(made.stderr).toBe('')
    const ready = await setup.kubectl(['wait', '--for=condition=Ready', 'pod/worker', '--timeout=60s'])
    expect(ready.exitCode).toBe(0)
    setup.close()
    client = await bench.client(lane, { namespace })
  }, 120_000)
  afterAll(async () => {
    await bench.main.send('DELETE', `/api/v1/namespaces/${namespace}`)
    await bench[Symbol.asyncDispose]()
  }, 60_000)

  /** The requests that these commands made, each as its Events. */
  const during = async (commands: (client: Client) => Promise<void>): Promise<AuditEvent[]> => {
    const own = await bench.client(lane, { namespace })
    await commands(own)
    const events = await bench.eventsOf(lane, own.trace)
    own.close()
    return events
  }

  test('get answers, and its request is in the log once', async () => {
    const events = await during(async (own) => {
      expect((await own.kubectl(['get', 'pods', '-o', 'name'])).stdout).toBe('pod/worker\n')
    })
    const lists = events.filter(({ verb, stage }) => verb === 'list' && stage === 'ResponseComplete')
    expect(lists.map(({ objectRef }) => objectRef?.resource)).toEqual(['pods'])
  })

  test.each([
    ['by the client', [], ['create', 'patch']],
    ['by the server', ['--server-side'], ['patch', 'patch']],
  ])('apply %s makes an object and patches it', async (_name, flags, verbs) => {
    const name = `applied-${flags.length}`
    const manifest = (value: string): string =>
      JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { value } })
    const events = await during(async (own) => {
      for (const value of ['one', 'two']) {
        const applied = await own.kubectl(['apply', ...flags, '-f', '-'], { input: manifest(value) })
        expect(applied).toMatchObject({ exitCode: 0, stderr: '' })
      }
      const got = await own.kubectl(['get', 'configmap', name, '-o', 'jsonpath={.data.value}'])
      expect(got.stdout).toBe('two')
    })
    const writes = events.filter((event) => event.requestObject !== undefined && event.objectRef?.name === name)
    expect(writes.map(({ verb }) => verb)).toEqual(verbs)
  })

  test('watch streams what happens, and ends with the client', async () => {
    const events = await during(async (own) => {
      const watch = own.start(['get', 'configmaps', '--watch', '-o', 'name'])
      await own.trace.until(
        (all) => all.some(({ target, status }) => target.includes('watch=') && status === 200),
        10_000,
      )
      await client.kubectl(['create', 'configmap', 'seen'])
      await says(watch, 'configmap/seen')
      watch.stop()
      await watch.ended
    })
    expect(events.filter(({ verb }) => verb === 'watch').map(({ stage }) => stage)).toEqual([
      'RequestReceived',
      'ResponseStarted',
      'ResponseComplete',
    ])
  })

  test('logs -f follows a running pod until the client leaves', async () => {
    const events = await during(async (own) => {
      const logs = own.start(['logs', '-f', 'worker'])
      await says(logs, 'ready')
      logs.stop()
      await logs.ended
    })
    expect(events.filter(({ objectRef }) => objectRef?.subresource === 'log').map(({ stage }) => stage)).toEqual([
      'RequestReceived',
      'ResponseStarted',
      'ResponseComplete',
    ])
  })

  test.each(PROTOCOLS)(
    'exec by $protocol carries input, output and exit status; its verb is $verb',
    async ({ verb, websockets }) => {
      const environment = { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: websockets }
      const events = await during(async (own) => {
        const done = await own.kubectl(['exec', '-i', 'worker', '--', 'sh', '-c', 'cat; exit 7'], {
          input: 'typed\n',
          environment,
        })
        expect(done).toMatchObject({ exitCode: 7, stdout: 'typed\n' })
      })
      const exec = events.filter(({ objectRef }) => objectRef?.subresource === 'exec')
      expect(exec.map((event) => [event.verb, event.stage, event.responseStatus?.code])).toEqual([
        [verb, 'RequestReceived', undefined],
        [verb, 'ResponseStarted', 101],
        [verb, 'ResponseComplete', 101],
      ])
    },
  )

  test.each(PROTOCOLS)('port-forward by $protocol reaches the pod; its verb is $verb', async ({ verb, websockets }) => {
    const environment = { KUBECTL_PORT_FORWARD_WEBSOCKETS: websockets }
    const events = await during(async (own) => {
      const forward = own.start(['port-forward', 'pod/worker', ':8080'], { environment })
      const [, port = ''] = /127\.0\.0\.1:(\d+) ->/.exec(await says(forward, '127.0.0.1:')) ?? []
      for (const path of ['/', '/index.html']) {
        const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } })
        expect(await answer.text()).toBe('served\n')
      }
      forward.stop()
      await forward.ended
    })
    const forwards = events.filter(({ objectRef }) => objectRef?.subresource === 'portforward')
    expect(new Set(forwards.map((event) => event.verb))).toEqual(new Set([verb]))
    expect(forwards.at(-1)).toMatchObject({ stage: 'ResponseComplete', responseStatus: { code: 101 } })
  })

  test.each(PROTOCOLS)(
    'cp of 20 MB by $protocol comes through whole, both ways',
    async ({ websockets }) => {
      const environment = { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: websockets }
      const bytes = randomBytes(20 * 1024 * 1024)
      const here = join(bench.kubectl.home, `sent-${websockets}`)
      const back = join(bench.kubectl.home, `back-${websockets}`)
      await writeFile(here, bytes)
      await during(async (own) => {
        expect(await own.kubectl(['cp', here, `worker:/tmp/${websockets}`], { environment })).toMatchObject({
          exitCode: 0,
        })
        const there = await own.kubectl(['exec', 'worker', '--', 'sha256sum', `/tmp/${websockets}`])
        expect(there.stdout.split(' ')[0]).toBe(createHash('sha256').update(bytes).digest('hex'))
        expect(await own.kubectl(['cp', `worker:/tmp/${websockets}`, back], { environment })).toMatchObject({
          exitCode: 0,
        })
      })
      expect((await readFile(back)).equals(bytes)).toBe(true)
    },
    60_000,
  )

  test('every --as-group of a command reaches the server', async () => {
    const groups = ['developers', 'testers', 'auditors']
    const events = await during(async (own) => {
      await own.kubectl(['get', 'pods', '--as', 'jane', ...groups.map((group) => `--as-group=${group}`)])
    })
    const [last] = events.filter(({ verb, stage }) => verb === 'list' && stage === 'ResponseComplete')
    expect(last?.impersonatedUser).toEqual({ username: 'jane', groups: [...groups, 'system:authenticated'] })
    expect(last?.user.username).toBe('kubernetes-admin')
  })

  test('a bad token of a command is refused, although the persona has a certificate', async () => {
    const events = await during(async (own) => {
      const refused = await own.kubectl(['get', '--raw', '/api/v1/namespaces/default/pods', '--token=bad'])
      expect(refused.exitCode).toBe(1)
      expect(refused.stderr).toContain('Unauthorized')
    })
    expect(events).toMatchObject([{ stage: 'ResponseStarted', user: {}, responseStatus: { code: 401 } }])
    expect(events[0]?.user).toEqual({})
  })

  test('an expired certificate is refused, and leaves one ResponseStarted Event without a user', async () => {
    const user = { name: 'late', groups: ['developers'], expired: true }
    const credential = await bench.cluster.identities.issue(user)
    const own = await bench.client(lane, { namespace, credential })
    expect((await own.kubectl(['get', '--raw', '/api/v1/namespaces/default/pods'])).stderr).toContain('Unauthorized')
    const events = await bench.eventsOf(lane, own.trace)
    expect(events).toMatchObject([{ stage: 'ResponseStarted', user: {}, responseStatus: { code: 401 } }])
    expect(events[0]?.user).toEqual({})
  })
})

/** Resolves with all that the command has said, once it has said this. */
async function says(command: Command, text: string): Promise<string> {
  const said = await waitFor(() => Promise.resolve(command.stdout().includes(text) ? command.stdout() : null), {
    timeoutMilliseconds: 20_000,
  })
  if (said === null) throw new Error(`it did not say "${text}" in 20 s: ${command.stdout()}`)
  return said
}

import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Lane } from '../../lib/engine/live/cluster.js'
import { Trace } from '../../lib/engine/live/trace.js'
import { Bench, type Client } from './support/bench.js'
import { describeLive } from './support/live.js'
import { send } from './support/send.js'

describeLive('the proxy before a lane', () => {
  let bench: Bench
  let lane: Lane
  const clients: Client[] = []

  beforeAll(async () => {
    bench = await Bench.open('everything', 'nothing')
    lane = bench.lane('everything')
  }, 60_000)
  afterAll(async () => {
    for (const client of clients) client.close()
    await bench[Symbol.asyncDispose]()
  }, 60_000)

  const open = async (to: Lane = lane): Promise<Client> => {
    const client = await bench.client(to)
    clients.push(client)
    return client
  }

  test.each([
    ['percent-encodings', '/api/v1/namespaces/d%65fault/configmaps/n%2Fa%2fm'],
    ['a doubled slash', '/api/v1//namespaces'],
    ['slashes at the start', '//api/v1/namespaces'],
    ['a dot segment', '/api/v1/./namespaces/../nodes'],
    ['repeated query keys, their order and their encoding', '/version?b=1&a=%41&a=A&b=+%20&empty=&none'],
    ['no path at all but a query', '/?x=%2F'],
  ])('keeps %s of a target byte for byte', async (_name, target) => {
    const client = await open()
    await send(bench.proxy, client.url, target)
    expect(client.trace.exchanges.map((exchange) => exchange.target)).toEqual([target])
    const events = await bench.eventsOf(lane, client.trace)
    expect(new Set(events.map(({ requestURI }) => requestURI))).toEqual(new Set([target]))
  })

  test('stamps each request with an Audit-ID, which its Events carry and its answer echoes', async () => {
    const client = await open()
    const answers = [await send(bench.proxy, client.url, '/version'), await send(bench.proxy, client.url, '/version')]
    const ids = client.trace.exchanges.map(({ auditID }) => auditID)
    expect(new Set(ids).size).toBe(2)
    expect(answers.map(({ headers }) => headers['audit-id'])).toEqual(ids)
    expect(client.trace.exchanges.map(({ echoed }) => echoed)).toEqual([true, true])
    const events = await bench.eventsOf(lane, client.trace)
    expect(new Set(events.map(({ auditID }) => auditID))).toEqual(new Set(ids))
  })

  test('knows by the echo that a request of which nothing is logged was audited', async () => {
    const client = await open(bench.lane('nothing'))
    await send(bench.proxy, client.url, '/version')
    expect(client.trace.exchanges).toMatchObject([{ status: 200, echoed: true }])
    expect(await bench.lane('nothing').countLines()).toBe(0)
  })

  test('replaces the Audit-ID that a client brings', async () => {
    const client = await open()
    const brought = randomUUID()
    const answer = await send(bench.proxy, client.url, '/version', {
      headers: ['Audit-ID', brought, 'audit-id', brought],
    })
    expect(answer.headers['audit-id']).toBe(client.trace.exchanges[0]?.auditID)
    await bench.eventsOf(lane, client.trace)
    expect((await bench.lines(lane)).join('')).not.toContain(brought)
  })

  test('keeps repeated headers apart, in their order', async () => {
    const client = await open()
    const headers = ['Impersonate-User', 'jane', 'Impersonate-Group', 'one, two', 'Impersonate-Group', 'three']
    await send(bench.proxy, client.url, '/version', { headers })
    const events = await bench.eventsOf(lane, client.trace)
    expect(events.at(-1)?.impersonatedUser?.groups).toEqual(['one, two', 'three', 'system:authenticated'])
  })

  test('adds no X-Forwarded-For: the source is one address', async () => {
    const client = await open()
    await send(bench.proxy, client.url, '/version', { headers: ['User-Agent', 'mine'] })
    const events = await bench.eventsOf(lane, client.trace)
    expect(events.map(({ sourceIPs, userAgent }) => [sourceIPs?.length, userAgent])).toEqual([
      [1, 'mine'],
      [1, 'mine'],
    ])
  })

  test('hands on the status, headers and body of the answer as they are', async () => {
    const client = await open()
    const target = '/api/v1/namespaces?limit=1'
    using direct = bench.direct(lane)
    const [through, straight] = [await send(bench.proxy, client.url, target), await direct.send('GET', target)]
    const count = (body: string): number => (JSON.parse(body) as { items: unknown[] }).items.length
    expect(through.status).toBe(200)
    expect(through.headers['content-type']).toBe('application/json')
    expect(count(through.body)).toBe(count(straight.body))
  })

  test('hands on the refusal of an upgrade', async () => {
    const user = { name: 'powerless', groups: [], expired: false }
    const credential = await bench.cluster.identities.issue(user)
    const client = await bench.client(lane, { credential })
    const refused = await client.kubectl(['exec', 'worker', '--', 'true'])
    expect(refused.stderr).toContain('pods "worker" is forbidden')
    client.close()
  })

  test.each([
    ['with a wrong secret', (url: string) => url.replace(/[0-9a-f]{32}/, '0'.repeat(32))],
    ['of a lane that is not open', (url: string) => url.replace(lane.id, 'ffffffff')],
    ['of a persona that is not open', (url: string) => url.replace('/admin/', '/jane/')],
    ['without a step', (url: string) => url.slice(0, url.lastIndexOf('/'))],
  ])('refuses a URL %s, and the request leaves no exchange and no Event', async (_name, change) => {
    const client = await open()
    const agent = `refused-${randomUUID()}`
    const headers = ['User-Agent', agent]
    const upgrade = ['Connection', 'Upgrade', 'Upgrade', 'websocket', ...headers]
    const url = change(client.url)
    expect(url).not.toBe(client.url)
    expect(await send(bench.proxy, url, '/version', { headers })).toMatchObject({ status: 404, body: '' })
    expect(await send(bench.proxy, url, '/version', { headers: upgrade })).toMatchObject({ status: 404 })
    expect(client.trace.exchanges).toEqual([])
    expect((await bench.lines(lane)).join('')).not.toContain(agent)
  })

  test('refuses a route that was closed', async () => {
    const client = await bench.client(lane)
    client.close()
    expect(await send(bench.proxy, client.url, '/version')).toMatchObject({ status: 404 })
  })

  test('does not try again when the server breaks the connection: the client is told, and the exchange has its reason', async () => {
    let connections = 0
    const broken = await listen(
      createServer((socket) => {
        connections += 1
        socket.destroy()
      }),
    )
    const trace = new Trace()
    const { port } = broken.address() as AddressInfo
    const server = { ...lane.server, host: '127.0.0.1', port }
    const { url, close } = bench.proxy.open({
      lane: 'x',
      persona: 'x',
      step: 'x',
      server,
      credential: {},
      trace,
      keepBody: false,
    })
    // A second try of the first request would be there before the second request is.
    for (const count of [1, 2]) {
      expect(await send(bench.proxy, url, '/version')).toMatchObject({ status: 502 })
      expect(connections).toBe(count)
    }
    expect(trace.exchanges.map(({ status, ended }) => [status, ended])).toEqual([
      [null, true],
      [null, true],
    ])
    expect(trace.exchanges[0]?.error).not.toBeNull()
    close()
    broken.close()
  })
})

function listen(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

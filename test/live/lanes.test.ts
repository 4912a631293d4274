import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { EngineSettings, Plan } from '../../lib/engine/engine.js'
import type { PolicyExecution } from '../../lib/engine/execution.js'
import { listLanes, stopLanes } from '../../lib/engine/kind/lanes.js'
import { executeOnCluster } from '../../lib/engine/live/execute.js'
import { waitUntilInForce, waitUntilServed } from '../../lib/engine/live/readiness.js'
import { linesByAuditID } from '../../lib/engine/live/lines.js'
import type { AuditEvent } from '../../lib/audit/event.js'
import { loadScenario } from '../../lib/scenario/load.js'
import { TemporaryDirectory } from '../../lib/util/temporary-directory.js'
import { Bench, never, POLICIES, sharedCluster, sharedNode } from './support/bench.js'
import { SIMPLE } from './support/files.js'
import { describeLive } from './support/live.js'

describeLive('three policies on two lanes', () => {
  const messages: string[] = []
  let executions: readonly PolicyExecution[] = []

  beforeAll(async () => {
    const cluster = await sharedCluster()
    await using directory = await TemporaryDirectory.create()
    const plan: Plan = {
      policies: Object.entries(POLICIES).map(([name, text]) => ({ name, path: `${name}.yaml`, text })),
      scenarios: [loadScenario(SIMPLE, 'simple.yaml')],
      // Of its own cluster an engine reads more; here there is one already.
      settings: { backgroundSeconds: 3, parallel: null } as EngineSettings,
      signal: never,
      progress: (message) => messages.push(message),
    }
    executions = await executeOnCluster(plan, { ...cluster, maxLanes: 2 }, directory.path)
  }, 120_000)

  test('run in waves, each with its cells', () => {
    expect(messages.filter((message) => message.startsWith('lanes: starting'))).toEqual([
      'lanes: starting 2 (everything, metadata-all)',
      'lanes: starting 1 (nothing)',
    ])
    const lines = executions.map(({ policy, scenarios: [simple] }) => [
      policy,
      simple?.status === 'ran'
        ? simple.steps.map((step) => step.requests.map((request) => request.lines.length))
        : simple,
    ])
    expect(lines).toEqual([
      ['everything', [[2], [2]]],
      ['metadata-all', [[2], [2]]],
      ['nothing', [[0], [0]]],
    ])
  })

  test('have one background, recorded before the first lane started: no line of it knows of a lane', () => {
    const [background] = executions.map((execution) => execution.background)
    const lines = background !== undefined && background !== null && 'lines' in background ? background.lines : []
    expect(background).toMatchObject({ seconds: 3 })
    expect(lines.length).toBeGreaterThan(0)
    // Lanes of the tests before this one were on the same cluster, so the kubelet may still ask for them.
    const names = lines.map((line) => (JSON.parse(line) as AuditEvent).objectRef?.name ?? '')
    expect(names.filter((name) => name.startsWith('audit-lab-lane'))).toEqual([])
    expect(new Set(executions.map((execution) => execution.background))).toEqual(new Set([background]))
    const order = ['background:', 'lanes: starting'].map((text) =>
      messages.findIndex((message) => message.startsWith(text)),
    )
    expect(order[0]).toBeLessThan(order[1] ?? -1)
  })

  test('keep what the lab itself asked out of every cell and every volume', () => {
    const agents = executions.flatMap(({ scenarios }) =>
      scenarios.flatMap((scenario) =>
        scenario.status === 'ran' ? scenario.steps.flatMap((step) => step.requests.flatMap(({ lines }) => lines)) : [],
      ),
    )
    expect(agents.length).toBeGreaterThan(0)
    expect(agents.filter((line) => line.includes('"userAgent":"audit-lab"'))).toEqual([])
  })
})

describeLive('a lane is asked whether setup is in force there', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await Bench.open('everything')
  }, 60_000)
  afterAll(() => bench[Symbol.asyncDispose](), 60_000)

  test('a RoleBinding: at once after the wait, the first request of the persona is allowed; the questions bear Audit-IDs of the lab', async () => {
    const lane = bench.lane('everything')
    const namespace = `live-${randomUUID().slice(0, 8)}`
    const scenario = loadScenario(
      SIMPLE.replace('steps:', 'personas:\n  jane: {user: jane, clusterRole: edit}\nsteps:'),
      'simple.yaml',
    )
    using own = bench.direct(lane)
    using jane = bench.direct(lane, await bench.cluster.identities.issue({ name: 'jane', groups: [], expired: false }))
    const metadata = { name: namespace }
    await bench.main.json('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata })
    const waiting = waitUntilInForce(own, scenario, namespace, never)
    const rbac = 'rbac.authorization.k8s.io'
    await bench.main.json('POST', `/apis/${rbac}/v1/namespaces/${namespace}/rolebindings`, {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'jane', namespace },
      subjects: [{ kind: 'User', apiGroup: rbac, name: 'jane' }],
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'edit' },
    })
    await waiting
    expect((await jane.send('GET', `/api/v1/namespaces/${namespace}/configmaps`)).status).toBe(200)
    expect((await jane.send('GET', `/api/v1/namespaces/${namespace}/serviceaccounts/default`)).status).toBe(200)
    const reviews = (await bench.events(lane)).filter(({ objectRef }) => objectRef?.resource === 'subjectaccessreviews')
    expect(reviews.length).toBeGreaterThan(0)
    expect(reviews.filter(({ auditID }) => !own.auditIDs.has(auditID))).toEqual([])
    await bench.main.send('DELETE', `/api/v1/namespaces/${namespace}`)
  }, 60_000)

  test('a CustomResourceDefinition: at once after the wait, its objects can be made through the lane', async () => {
    const lane = bench.lane('everything')
    const group = `g${randomUUID().slice(0, 8)}.example.com`
    const names = { plural: 'widgets', singular: 'widget', kind: 'Widget' }
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `widgets.${group}` },
      spec: { group, names, scope: 'Cluster', versions: [{ name: 'v1', served: true, storage: true, schema }] },
    }
    const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
    using own = bench.direct(lane)
    const waiting = waitUntilServed(own, [`/apis/${group}/v1/widgets`], never)
    const made = bench.main.json('POST', crds, crd)
    await waiting
    const widget = { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'one' } }
    expect((await own.send('POST', `/apis/${group}/v1/widgets`, widget)).status).toBe(201)
    const lines = await linesByAuditID(lane.readLog())
    expect([...own.auditIDs].filter((auditID) => !lines.has(auditID))).toEqual([])
    await made
    await bench.main.send('DELETE', `${crds}/widgets.${group}`)
  }, 60_000)
})

describeLive('two lanes that are stopped at once', () => {
  test('are gone as soon as their servers have ended: nothing is waited for in vain', async () => {
    await using bench = await Bench.open('everything', 'nothing')
    const node = sharedNode()
    const start = performance.now()
    await stopLanes(
      node,
      bench.lanes.map(({ id }) => id),
    )
    // A server has 2 s to end; a wait for what never comes takes 30 s.
    expect(performance.now() - start).toBeLessThan(20_000)
    expect(await listLanes(node)).toEqual([])
    expect(await node.shell('ls /var/log/kubernetes/audit')).not.toContain('audit-lab-lane')
  }, 90_000)
})

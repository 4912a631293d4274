import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { ControlPlaneNode } from '../../lib/engine/kind/node.js'
import { auditLab, startAuditLab, type Running } from './support/audit-lab.js'
import { sharedClusterName, sharedNode } from './support/bench.js'
import { policy, SIMPLE, writeFiles } from './support/files.js'
import { leftovers, namespacesLeft } from './support/leftovers.js'
import { describeLive } from './support/live.js'
import { all, resultOf } from './support/result.js'

const FAILING = SIMPLE.replace('request: get configmaps', 'request: get configmaps, atMost: None')

let clusters = 0

/** Starts a run: in a cluster of its own, or in the shared one. */
async function start(where: 'own' | 'shared', scenario = SIMPLE, ...more: string[]): Promise<Running> {
  const directory = await writeFiles({ 'scenario.yaml': scenario, 'metadata.yaml': policy('Metadata') })
  clusters += 1
  const cluster =
    where === 'own'
      ? ['--name', `${sharedClusterName()}-${clusters}`, '--lanes', '1']
      : ['--cluster', sharedClusterName()]
  const selected = [join(directory, 'scenario.yaml'), '-p', join(directory, 'metadata.yaml')]
  return startAuditLab([
    'run',
    ...selected,
    '--engine',
    'kind',
    '--background',
    '1s',
    '-o',
    'json',
    ...cluster,
    ...more,
  ])
}

describeLive('a run leaves nothing', () => {
  test('when two run side by side, of which one succeeds and one fails, and they do not meet', async () => {
    const runs = [await start('own'), await start('own', FAILING)]
    const [good, bad] = await Promise.all(runs.map(({ ended }) => ended))
    expect([good?.exitCode, bad?.exitCode]).toEqual([0, 1])
    expect(good?.stderr).not.toContain('removing what process')
    expect(await leftovers()).toEqual([])
  }, 180_000)

  test.each([
    ['while the nodes are made', 'own', 'creating'],
    ['while the control plane starts', 'own', 'Writing configuration'],
    ['while the cluster gets ready', 'own', 'waiting until it is ready'],
    ['while the cluster is proved', 'own', 'proving that it audits'],
    ['while the background is recorded', 'shared', 'background:'],
    ['while lanes start', 'own', 'lanes: starting'],
    ['while lanes start in a cluster that is kept', 'shared', 'lanes: starting'],
    ['in the middle of scenarios', 'shared', 'scenarios: 1 of'],
    ['while the log is completed', 'shared', 'waiting for the log'],
    ['while it closes', 'own', 'closing'],
  ] as const)(
    'after Ctrl-C %s',
    async (_when, where, text) => {
      const running = await start(where)
      await running.until(text)
      running.signal('SIGINT')
      const ended = await running.ended
      // At the very end there is nothing to interrupt any more.
      expect(text === 'closing' ? [0, 130] : [130]).toContain(ended.exitCode)
      expect(await leftovers()).toEqual([])
      expect(await namespacesLeft()).toEqual([])
      expect(await sharedNode().isRunning()).toBe(true)
    },
    180_000,
  )

  test.each([
    ['while kind makes the cluster', 'own', 'creating'],
    ['in the middle of scenarios', 'shared', 'scenarios: 1 of'],
  ] as const)(
    'after kill -9 %s, once the next command has run',
    async (_when, where, text) => {
      const running = await start(where)
      await running.until(text)
      process.kill(running.pid, 'SIGKILL')
      await running.ended
      expect(await leftovers()).not.toEqual([])
      const next = await (await start('shared')).ended
      expect(next.exitCode).toBe(0)
      expect(next.stderr).toContain(`process ${running.pid} left`)
      expect(await leftovers()).toEqual([])
      expect(await namespacesLeft()).toEqual([])
    },
    180_000,
  )

  test('after kill -9 of cluster up: half a cluster is not one that is kept', async () => {
    const name = `${sharedClusterName()}-half`
    const running = startAuditLab(['cluster', 'up', '--name', name, '--lanes', '1'])
    await running.until('creating')
    process.kill(running.pid, 'SIGKILL')
    await running.ended
    expect((await (await start('shared')).ended).exitCode).toBe(0)
    expect(await leftovers()).toEqual([])
  }, 180_000)
})

describeLive('a cluster that is kept', () => {
  test('by run --keep stays, is used again, and only cluster down removes it; its main server may have a policy of its own', async () => {
    const name = `${sharedClusterName()}-kept`
    const directory = await writeFiles({
      'main.yaml': policy('Metadata'),
      'scenario.yaml': DEPLOYS,
      'request.yaml': policy('Request'),
    })
    const selected = [
      join(directory, 'scenario.yaml'),
      '-p',
      join(directory, 'request.yaml'),
      '--engine',
      'kind',
      '-o',
      'json',
    ]
    const main = ['--main-policy', join(directory, 'main.yaml'), '--lanes', '1', '--background', '1s']
    const made = await auditLab(['run', ...selected, ...main, '--keep', '--name', name])
    const result = resultOf(made)
    // Not under the catch-all: nothing can be projected from its log.
    expect(result.policies[0]?.background).toBeNull()
    expect(all(result).map(({ request, status }) => [request.split(' by ')[0], status])).toEqual([
      ['create replicasets.apps', 'unknown'],
      ['create deployments.apps', 'passed'],
    ])
    expect(all(result)[0]?.why).toContain('main.yaml, not the catch-all')
    expect(made.exitCode).toBe(3)
    const again = await auditLab(['run', ...selected, '--cluster', name, '--background', '0s'])
    expect(again.exitCode).toBe(3)
    expect(await new ControlPlaneNode(name).isRunning()).toBe(true)
    expect(await leftovers([name])).toEqual([])
    expect((await auditLab(['cluster', 'down', '--name', name])).stdout).toBe(`removed ${name}\n`)
    expect(await leftovers()).toEqual([])
  }, 180_000)
})

const DEPLOYS = `name: deploys
about: A controller makes the ReplicaSet.
needs: [controllers]
steps:
  - id: deploy
    run: kubectl create deployment web --image=busybox:1.36 --replicas=0
    expect:
      - {request: create deployments.apps}
      - {request: create replicasets.apps, by: 'system:serviceaccount:kube-system:deployment-controller'}
`

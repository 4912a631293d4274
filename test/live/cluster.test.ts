import { mkdir, readdir, writeFile, chmod } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { ControlPlaneNode } from '../../lib/engine/kind/node.js'
import { auditLab } from './support/audit-lab.js'
import { sharedClusterName, sharedNode } from './support/bench.js'
import { policy, SIMPLE, writeFiles } from './support/files.js'
import { leftovers } from './support/leftovers.js'
import { describeLive } from './support/live.js'
import { cellsOf, resultOf } from './support/result.js'

describeLive('cluster up catches before kind is called', () => {
  const patch = (lines: readonly string[]): string =>
    [
      'kind: Cluster',
      'apiVersion: kind.x-k8s.io/v1alpha4',
      'kubeadmConfigPatches:',
      '  - |',
      ...lines.map((line) => `    ${line}`),
      '',
    ].join('\n')
  const mount = (hostPath: string): string =>
    `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n  - role: control-plane\n    extraMounts:\n      - {hostPath: '${hostPath}', containerPath: /data}\n`
  const extraVolumes = ['kind: ClusterConfiguration', 'apiServer:', '  extraVolumes: []']

  test.each([
    [
      'a patch that would replace its volumes',
      patch(extraVolumes),
      'config.yaml:4:5: apiServer.extraVolumes would replace',
    ],
    [
      'a patch that kind would leave out',
      patch(['kind: ClusterConfiguration', 'apiVersion: kubeadm.k8s.io/v1beta4']),
      'is left out in silence',
    ],
    [
      'a hostPath that does not exist',
      mount('/there/is/no/such/place'),
      'hostPath /there/is/no/such/place does not exist',
    ],
    ['a hostPath with ~', mount('~/data'), 'kind does not expand ~'],
    ['a hostPath that is relative', mount('data'), 'hostPath data is relative'],
  ])('%s', async (_what, config, message) => {
    const ended = await upWithoutKind({ 'config.yaml': config }, '--config', 'config.yaml')
    expect(ended.stderr).toContain(message)
    expect(ended.exitCode).toBe(2)
  })

  test('a policy that is not there', async () => {
    const ended = await upWithoutKind({}, '--policy', 'missing.yaml')
    expect(ended.stderr).toContain('missing.yaml: the policy cannot be read')
    expect(ended.exitCode).toBe(2)
  })
})

describeLive('cluster up with files through docker', () => {
  test('audits under the catch-all, with the rotation flags on its process, and runs three policies in two lanes', async () => {
    const name = `${sharedClusterName()}-docker`
    const rotation = ['--audit-log-maxage', '3', '--audit-log-maxbackup', '4', '--audit-log-maxsize', '5']
    const made = await auditLab(['cluster', 'up', '--name', name, '--files', 'docker', '--lanes', '2', ...rotation])
    expect(made.stderr).toContain(`cluster ${name}: proving that it audits`)
    expect(made.exitCode).toBe(0)
    const node = new ControlPlaneNode(name)
    const command = await node.shell("tr '\\0' '\\n' < /proc/$(pgrep -ox kube-apiserver)/cmdline")
    expect(
      command
        .split('\n')
        .filter((flag) => flag.startsWith('--audit-log-max'))
        .sort(),
    ).toEqual(['--audit-log-maxage=3', '--audit-log-maxbackup=4', '--audit-log-maxsize=5'])
    expect(await node.shell('mount')).not.toContain('/etc/kubernetes/audit ')
    const levels = ['Metadata', 'Request', 'RequestResponse']
    const directory = await writeFiles({ 'simple.yaml': SIMPLE })
    for (const level of levels) await writeFile(join(directory, `${level.toLowerCase()}.yaml`), policy(level))
    const given = levels.flatMap((level) => ['-p', join(directory, `${level.toLowerCase()}.yaml`)])
    const on = ['--engine', 'kind', '--cluster', name, '--background', '0s', '-o', 'json']
    const ended = await auditLab(['run', join(directory, 'simple.yaml'), ...given, ...on])
    expect(ended.stderr.match(/lanes: starting \d/g)).toEqual(['lanes: starting 2', 'lanes: starting 1'])
    expect(levels.map((level) => cellsOf(resultOf(ended), level.toLowerCase()).map(([, , actual]) => actual))).toEqual(
      levels.map((level) => [level, level]),
    )
    expect((await auditLab(['cluster', 'down', '--name', name])).exitCode).toBe(0)
    expect(await leftovers()).toEqual([])
  }, 180_000)
})

describeLive('cluster status', () => {
  const status = async (): Promise<unknown> =>
    (JSON.parse((await auditLab(['cluster', 'status', '-o', 'json'])).stdout) as { clusters: unknown }).clusters

  test('says of a cluster that audits that it does', async () => {
    expect(await status()).toMatchObject([{ name: sharedClusterName(), state: 'audits' }])
  }, 30_000)

  test('says of a cluster whose log nobody can write that it does not audit, and where its Event is missing', async () => {
    // What the proof greps is gone; the server goes on with the file that it has opened.
    const log = '/var/log/kubernetes/audit/audit.log'
    await sharedNode().shell(`mv ${log} ${log}.aside && touch ${log}`)
    try {
      expect(await status()).toMatchObject([
        { state: 'does not audit', detail: expect.stringContaining('no Event of GET /version') },
      ])
    } finally {
      await sharedNode().shell(`mv ${log}.aside ${log}`)
    }
  }, 60_000)
})

/** `cluster up` with a `kind` that leaves a file when it is called; throws when it was. */
async function upWithoutKind(files: Readonly<Record<string, string>>, ...args: string[]): ReturnType<typeof auditLab> {
  const directory = await writeFiles(files)
  const tools = join(directory, 'tools')
  await mkdir(tools)
  await writeFile(join(tools, 'kind'), `#!/bin/sh\ntouch ${directory}/called\n`)
  await chmod(join(tools, 'kind'), 0o755)
  const environment = { PATH: [tools, process.env['PATH']].join(delimiter) }
  const ended = await auditLab(['cluster', 'up', '--name', 'never', ...args], { directory, environment })
  if ((await readdir(directory)).includes('called')) throw new Error(`kind was called:\n${ended.stderr}`)
  return ended
}

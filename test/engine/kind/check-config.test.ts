import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { checkConfig } from '../../../lib/engine/kind/check-config.js'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'check-config-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function problemsOf(text: string): Promise<string[]> {
  const problems = await checkConfig(text.trimStart(), 'kind.yaml')
  return problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`)
}

const patched = (patch: string): string => `
kind: Cluster
nodes:
  - role: control-plane
kubeadmConfigPatches:
  - |
${patch.replace(/^/gm, '    ')}
`

test('a config without mistakes has no problem', async () => {
  const text = `${patched('kind: ClusterConfiguration\napiServer:\n  extraArgs:\n    v: "4"')}
  - 'kind: KubeletConfiguration'
  - 'kind: InitConfiguration

    apiVersion: kubeadm.k8s.io/v1beta3'
`.replace(
    '- role: control-plane',
    `- role: control-plane\n    extraMounts: [{hostPath: '${directory}', containerPath: /data}]`,
  )
  expect(await problemsOf(text)).toEqual([])
})

describe('a kubeadm patch', () => {
  test.each([
    [
      'with an apiVersion is left out in silence',
      'kind: ClusterConfiguration\napiVersion: kubeadm.k8s.io/v1beta3',
      /^kind\.yaml:5:5: .* apiVersion kubeadm\.k8s\.io\/v1beta3 .*; remove the apiVersion$/,
    ],
    [
      'with extraArgs as a list works on new versions only',
      'kind: ClusterConfiguration\napiServer:\n  extraArgs: [{name: v, value: "4"}]',
      /^kind\.yaml:5:5: extraArgs is a list; only a map works/,
    ],
    [
      "with an audit flag would replace the lab's",
      'kind: ClusterConfiguration\napiServer:\n  extraArgs:\n    audit-log-maxage: "1"',
      /^kind\.yaml:5:5: audit-log-maxage is set by the lab; use the options of `audit-lab cluster up`$/,
    ],
    [
      'with extraVolumes would unmount the policy',
      'kind: ClusterConfiguration\napiServer:\n  extraVolumes: []',
      /^kind\.yaml:5:5: apiServer\.extraVolumes would replace the volumes/,
    ],
    ['that is no YAML', 'kind: [', /^kind\.yaml:5:5: this kubeadm patch is no YAML$/],
  ])('%s', async (_, patch, expected) => {
    expect(await problemsOf(patched(patch))).toEqual([expect.stringMatching(expected)])
  })

  test('of a node is checked as one of the cluster', async () => {
    const text = `
kind: Cluster
nodes:
  - role: control-plane
    kubeadmConfigPatches:
      - |
        kind: ClusterConfiguration
        apiVersion: kubeadm.k8s.io/v1beta3
`
    expect(await problemsOf(text)).toEqual([expect.stringMatching(/^kind\.yaml:5:9: a kubeadm patch with apiVersion/)])
  })
})

describe('a mount', () => {
  const mounted = (hostPath: string, containerPath = '/data'): string => `
kind: Cluster
nodes:
  - role: control-plane
    extraMounts:
      - hostPath: ${hostPath}
        containerPath: ${containerPath}
`

  test.each([
    ['of ~', '~/data', 'hostPath ~/data: kind does not expand ~; write the whole path'],
    [
      'of a relative path',
      './data',
      'hostPath ./data is relative to where kind is started, not to this file; write the whole path',
    ],
    [
      'of what does not exist',
      '/does/not/exist',
      'hostPath /does/not/exist does not exist; Docker would make an empty directory of that name',
    ],
  ])('%s is a mistake at its place', async (_, hostPath, message) => {
    expect(await problemsOf(mounted(hostPath))).toEqual([`kind.yaml:5:9: ${message}`])
  })

  test.each(['/etc/kubernetes/audit', '/var/log/kubernetes/audit'])(
    "over the lab's own %s is a mistake",
    async (path) => {
      expect(await problemsOf(mounted(directory, path))).toEqual([
        `kind.yaml:5:9: containerPath ${path} is the lab's own; mount somewhere else`,
      ])
    },
  )
})

test('a file that is no KIND config says so', async () => {
  expect(await problemsOf('kind: Pod\n')).toEqual(['kind.yaml:1:1: kind is not Cluster: this is no KIND config'])
})

test('broken YAML is told at its place, and nothing else of it', async () => {
  expect(await problemsOf('kind: Cluster\nnodes: [\n')).toEqual([expect.stringMatching(/^kind\.yaml:3:1: /)])
})

test('all problems are told at once', async () => {
  const text = `
kind: Clusterr
nodes:
  - role: control-plane
    extraMounts:
      - {hostPath: ~/a, containerPath: /a}
      - {hostPath: b, containerPath: /etc/kubernetes/audit}
kubeadmConfigPatches:
  - 'kind: ['
`
  const places = (await problemsOf(text)).map((problem) => problem.split(': ')[0])
  expect(places).toEqual(['kind.yaml:1:1', 'kind.yaml:8:5', 'kind.yaml:5:9', 'kind.yaml:6:9', 'kind.yaml:6:9'])
})

import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { laneLogFile, laneManifest } from '../../../lib/engine/kind/lane-manifest.js'

// What kubeadm wrote for a KIND node of v1.34.4 with the lab's config.
const main = readFileSync('test/engine/kind/fixtures/kube-apiserver.yaml', 'utf8')
const lane = { id: '0123abcd', port: 7444 }

interface Pod {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> }
  readonly spec: {
    readonly terminationGracePeriodSeconds: number
    readonly containers: readonly [{ readonly command: readonly string[]; readonly resources: unknown }]
    readonly volumes: readonly { readonly name: string; readonly hostPath: unknown }[]
  }
}

const podOf = (manifest: string): Pod => parse(manifest) as Pod
const commandOf = (manifest: string): readonly string[] => podOf(manifest).spec.containers[0].command

test('a lane differs from the main server in these lines only', () => {
  const before = commandOf(main)
  const after = commandOf(laneManifest(main, lane))
  expect(before.filter((argument) => !after.includes(argument))).toEqual([
    '--secure-port=6443',
    '--audit-log-maxage=30',
    '--audit-log-maxbackup=10',
    '--audit-log-maxsize=100',
    '--audit-log-path=/var/log/kubernetes/audit/audit.log',
  ])
  expect(after.filter((argument) => !before.includes(argument))).toEqual([
    '--secure-port=7444',
    '--audit-log-path=/var/log/kubernetes/audit/audit-lab-lane-0123abcd.log',
    '--audit-log-maxsize=100000',
    '--audit-log-maxage=0',
    '--audit-log-maxbackup=0',
    '--endpoint-reconciler-type=none',
    '--feature-gates=APIServerIdentity=false',
  ])
})

test('no argument stands there twice: the last one would win, in silence', () => {
  const names = commandOf(laneManifest(main, lane)).map((argument) => argument.split('=')[0])
  expect(new Set(names).size).toBe(names.length)
})

test('nothing asks a lane anything at rest, and it ends at once', () => {
  const { spec } = podOf(laneManifest(main, lane))
  expect(Object.keys(spec.containers[0]).filter((key) => key.endsWith('Probe') || key === 'ports')).toEqual([])
  expect(spec.terminationGracePeriodSeconds).toBe(2)
})

test('asks for so little processor time that eleven lanes are admitted on two cores', () => {
  expect(podOf(laneManifest(main, lane)).spec.containers[0].resources).toEqual({ requests: { cpu: '10m' } })
})

test('is a pod of its own, which no selector of the main server finds', () => {
  const { metadata } = podOf(laneManifest(main, lane))
  expect(metadata).toEqual({
    name: 'audit-lab-lane-0123abcd',
    namespace: 'kube-system',
    labels: { 'audit-lab': 'lane' },
    annotations: {},
  })
})

test('mounts a policy directory of its own where the main server has its policy, and no other volume differs', () => {
  const before = podOf(main).spec.volumes
  const after = podOf(laneManifest(main, lane)).spec.volumes
  expect(after).toEqual(
    before.map((volume) =>
      volume.name === 'audit-policy'
        ? { ...volume, hostPath: { path: '/etc/kubernetes/audit-lab-lanes/0123abcd', type: 'Directory' } }
        : volume,
    ),
  )
})

test('keeps the feature gates of the cluster', () => {
  const gated = main.replace(
    '    - --secure-port=6443',
    '    - --feature-gates=A=true,B=false\n    - --secure-port=6443',
  )
  expect(commandOf(laneManifest(gated, lane))).toContain('--feature-gates=A=true,B=false,APIServerIdentity=false')
})

test('each start has a log of its own', () => {
  expect(laneLogFile('a')).not.toBe(laneLogFile('b'))
})

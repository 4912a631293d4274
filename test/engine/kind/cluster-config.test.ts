import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { clusterConfig } from '../../../lib/engine/kind/cluster-config.js'
import type { ConfigOptions } from '../../../lib/engine/kind/cluster-config.js'

const template = readFileSync('kind/cluster.yaml', 'utf8')
const options: ConfigOptions = {
  policyDirectory: '/state/lab/policy',
  lanes: 2,
  controlPlanes: null,
  logMaxAge: 30,
  logMaxBackup: 10,
  logMaxSize: 100,
}

interface Config {
  readonly nodes: readonly {
    readonly role: string
    readonly extraMounts?: readonly { readonly containerPath: string }[]
    readonly extraPortMappings?: readonly { readonly containerPort: number }[]
  }[]
  readonly kubeadmConfigPatches: readonly string[]
  readonly [key: string]: unknown
}

function configOf(overlay: string | null, changed: Partial<ConfigOptions> = {}): Config {
  return parse(clusterConfig(template, overlay, { ...options, ...changed })) as Config
}

test('the config of the template alone is as saved', () => {
  expect(clusterConfig(template, null, options)).toBe(`kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
  - role: control-plane
    extraMounts:
      - hostPath: /state/lab/policy
        containerPath: /etc/kubernetes/audit
        readOnly: true
    extraPortMappings:
      - containerPort: 7443
        hostPort: -1
        listenAddress: 127.0.0.1
      - containerPort: 7444
        hostPort: -1
        listenAddress: 127.0.0.1
kubeadmConfigPatches:
  - |
    kind: "ClusterConfiguration"
    apiServer:
      extraArgs:
        audit-policy-file: "/etc/kubernetes/audit/policy.yaml"
        audit-log-path: "/var/log/kubernetes/audit/audit.log"
        audit-log-maxage: "30"
        audit-log-maxbackup: "10"
        audit-log-maxsize: "100"
      extraVolumes:
        - name: "audit-policy"
          hostPath: "/etc/kubernetes/audit"
          mountPath: "/etc/kubernetes/audit"
          readOnly: true
          pathType: "Directory"
        - name: "audit-log"
          hostPath: "/var/log/kubernetes/audit"
          mountPath: "/var/log/kubernetes/audit"
          readOnly: false
          pathType: "DirectoryOrCreate"
`)
})

test('every argument of kube-apiserver is a string, as kubeadm wants it', () => {
  const [patch = ''] = configOf(null, { logMaxAge: 0 }).kubeadmConfigPatches
  const { apiServer } = parse(patch) as { apiServer: { extraArgs: Readonly<Record<string, unknown>> } }
  expect(Object.values(apiServer.extraArgs).map((value) => typeof value)).toEqual(Array(5).fill('string'))
  expect(apiServer.extraArgs['audit-log-maxage']).toBe('0')
})

test('without a directory that the daemon shares nothing is mounted', () => {
  expect(configOf(null, { policyDirectory: null }).nodes[0]!.extraMounts).toEqual([])
})

describe('a config of the user', () => {
  const overlay = `
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
networking: {ipFamily: ipv6}
kubeadmConfigPatches:
  - 'kind: InitConfiguration'
nodes:
  - role: worker
  - role: control-plane
    image: kindest/node:v1.33.0
    extraMounts: [{hostPath: /data, containerPath: /data}]
    extraPortMappings: [{containerPort: 80, hostPort: 8080}]
  - role: control-plane
`

  test('keeps its nodes, in their order, with what it says of them', () => {
    const { nodes } = configOf(overlay)
    expect(nodes.map(({ role }) => role)).toEqual(['worker', 'control-plane', 'control-plane'])
    expect(nodes[1]).toHaveProperty('image', 'kindest/node:v1.33.0')
  })

  test('has the policy on every control-plane node, and on no other', () => {
    const paths = configOf(overlay).nodes.map(({ extraMounts = [] }) =>
      extraMounts.map(({ containerPath }) => containerPath),
    )
    expect(paths).toEqual([[], ['/etc/kubernetes/audit', '/data'], ['/etc/kubernetes/audit']])
  })

  test('has the ports of the lanes on its first control-plane node only', () => {
    const ports = configOf(overlay).nodes.map(({ extraPortMappings = [] }) =>
      extraPortMappings.map(({ containerPort }) => containerPort),
    )
    expect(ports).toEqual([[], [7443, 7444, 80], []])
  })

  test('adds its patches after ours, so that none of ours is lost', () => {
    const { kubeadmConfigPatches } = configOf(overlay)
    expect(kubeadmConfigPatches.map((patch) => (parse(patch) as { kind: string }).kind)).toEqual([
      'ClusterConfiguration',
      'InitConfiguration',
    ])
  })

  test('keeps every other key', () => {
    expect(configOf(overlay)['networking']).toEqual({ ipFamily: 'ipv6' })
  })

  test('that names no nodes gets ours', () => {
    expect(configOf('kind: Cluster\nname: mine\n').nodes.map(({ role }) => role)).toEqual(['control-plane'])
  })
})

describe('control planes', () => {
  const OVERLAY = 'nodes:\n  - {role: worker}\n  - {role: control-plane, labels: {zone: a}}\n'

  test('are as many as asked for; each has the policy, and the first one the lanes', () => {
    const { nodes } = configOf(null, { controlPlanes: 3 })
    expect(nodes.map(({ role }) => role)).toEqual(['control-plane', 'control-plane', 'control-plane'])
    expect(nodes.map(({ extraMounts }) => extraMounts?.map(({ containerPath }) => containerPath))).toEqual(
      Array.from({ length: 3 }, () => ['/etc/kubernetes/audit']),
    )
    expect(nodes.map(({ extraPortMappings }) => extraPortMappings?.length)).toEqual([2, 0, 0])
  })

  test('of a config stay as they are, and so do its workers', () => {
    const { nodes } = configOf(OVERLAY, { controlPlanes: 2 })
    expect(nodes).toMatchObject([
      { role: 'control-plane', labels: { zone: 'a' } },
      { role: 'control-plane' },
      { role: 'worker' },
    ])
  })

  test.each([
    ['several with no worker run the pods themselves', null, 3, ['InitConfiguration', 'JoinConfiguration']],
    ['beside a worker leave the pods to it', OVERLAY, 2, []],
    ["of which there is one are kind's to see to", null, 1, []],
  ])('%s', (_, overlay, controlPlanes, untainted) => {
    const patches = configOf(overlay, { controlPlanes }).kubeadmConfigPatches.map(
      (patch) => parse(patch) as { kind: string; nodeRegistration?: { taints?: unknown[] } },
    )
    const empty = patches.filter(({ nodeRegistration }) => nodeRegistration?.taints?.length === 0)
    expect(empty.map(({ kind }) => kind)).toEqual(untainted)
  })
})

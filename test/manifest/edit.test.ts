import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse, stringify } from 'yaml'
import { checkManifests } from '../../lib/manifest/check.js'
import { disabled, enabled } from '../../lib/manifest/edit/edit.js'
import type { AuditSettings } from '../../lib/manifest/edit/settings.js'
import { changed, RIGHT, subjectOf } from './support.js'

const USUAL: AuditSettings = {
  policyFile: null,
  logPath: null,
  maxAge: null,
  maxBackup: null,
  maxSize: null,
  env: [],
  hostFolder: './audit',
}
const ENV = [{ name: 'audit_logs', value: '/var/log/kubernetes/audit/*.log' }]
const on = (text: string, settings: Partial<AuditSettings> = {}, file = 'kube-apiserver.yaml'): string =>
  enabled(subjectOf(text, { file }), { ...USUAL, ...settings })
const off = (text: string, env: readonly string[] = [], file = 'kube-apiserver.yaml'): string =>
  disabled(subjectOf(text, { file }), env)
const errors = (text: string, file: string): string[] =>
  checkManifests([subjectOf(text, { file })]).flatMap(({ findings }) =>
    findings.filter(({ severity }) => severity !== 'info').map(({ message }) => message),
  )

/** kubeadm's manifest, without auditing. */
const PLAIN = off(RIGHT)

test('a manifest that audits is the same without auditing but for its flags, volumes and mounts', () => {
  expect(PLAIN).not.toMatch(/audit/)
  expect(RIGHT.split('\n').filter((line) => !PLAIN.split('\n').includes(line))).toEqual([
    '    - --audit-policy-file=/etc/kubernetes/audit/policy.yaml',
    '    - --audit-log-path=/var/log/kubernetes/audit/audit.log',
    '    - --audit-log-maxage=30',
    '    - --audit-log-maxbackup=10',
    '    - --audit-log-maxsize=100',
    '    - mountPath: /etc/kubernetes/audit/policy.yaml',
    '      name: audit-policy',
    '    - mountPath: /var/log/kubernetes/audit',
    '      name: audit-log',
    '      path: /etc/kubernetes/audit/policy.yaml',
    '      type: File',
    '    name: audit-policy',
    '      path: /var/log/kubernetes/audit',
    '    name: audit-log',
  ])
})

/** Where auditing is asked for in the ways that people write manifests, and what is to come of it. */
interface Layout {
  readonly text: string
  readonly file: string
}

const pod = parse(PLAIN) as Record<string, unknown>
const podWith = (change: (spec: { containers: Record<string, unknown>[]; volumes?: unknown }) => void): unknown => {
  const copy = structuredClone(pod) as { spec: { containers: Record<string, unknown>[]; volumes?: unknown } }
  change(copy.spec)
  return copy
}

const podShapes: readonly unknown[] = [
  pod,
  podWith((spec) => delete spec.containers[0]?.['volumeMounts']),
  podWith((spec) => {
    delete spec.volumes
    delete spec.containers[0]?.['volumeMounts']
  }),
  podWith((spec) => {
    spec.volumes = []
    Object.assign(spec.containers[0] ?? {}, { volumeMounts: [] })
  }),
  podWith((spec) =>
    Object.assign(spec.containers[0] ?? {}, {
      command: ['kube-apiserver'],
      args: ['--secure-port=6443', '--tls-cert-file', '/etc/kubernetes/pki/a.crt'],
    }),
  ),
  podWith((spec) => Object.assign(spec.containers[0] ?? {}, { env: [{ name: 'GOMAXPROCS', value: '2' }] })),
]
const kubeadmShapes: readonly unknown[] = ['v1beta3', 'v1beta4'].flatMap((version) => [
  { apiVersion: `kubeadm.k8s.io/${version}`, kind: 'ClusterConfiguration', clusterName: 'a' },
  { apiVersion: `kubeadm.k8s.io/${version}`, kind: 'ClusterConfiguration', apiServer: { certSANs: ['a.b'] } },
  {
    apiVersion: `kubeadm.k8s.io/${version}`,
    kind: 'ClusterConfiguration',
    apiServer: {
      extraArgs: version === 'v1beta4' ? [{ name: 'v', value: '2' }] : { v: '2' },
      extraVolumes: [{ name: 'a', hostPath: '/a', mountPath: '/a' }],
    },
    networking: { podSubnet: '10.0.0.0/8' },
  },
])
const kindHead = { kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4' }
const kindShapes: readonly unknown[] = [
  kindHead,
  {
    ...kindHead,
    nodes: [{ role: 'control-plane' }, { role: 'worker' }, { role: 'control-plane', image: 'kindest/node:v1.34.4' }],
  },
  {
    ...kindHead,
    kubeadmConfigPatches: ['kind: ClusterConfiguration\napiServer:\n  extraArgs:\n    v: "2"\n'],
    nodes: [{ role: 'control-plane', extraMounts: [{ hostPath: './a', containerPath: '/a' }] }],
  },
  {
    ...kindHead,
    kubeadmConfigPatches: ['kind: InitConfiguration\nskipPhases: [a]\n'],
    networking: { ipFamily: 'dual' },
  },
]
const k3sShapes: readonly unknown[] = [
  { 'write-kubeconfig-mode': '0644', 'kube-apiserver-arg': ['v=2'] },
  { 'kube-apiserver-arg': ['v=2', 'profiling=false'], tls: ['a'] },
]

const layout: fc.Arbitrary<Layout> = fc
  .record({
    shape: fc.oneof(
      ...[
        ['kube-apiserver.yaml', podShapes] as const,
        ['kubeadm.yaml', kubeadmShapes] as const,
        ['cluster.yaml', kindShapes] as const,
        ['config.yaml', k3sShapes] as const,
      ].map(([file, shapes]) => fc.constantFrom(...shapes).map((value) => ({ file, value }))),
    ),
    indent: fc.constantFrom(2, 3, 4),
    indentSeq: fc.boolean(),
    json: fc.constantFrom(false, false, false, true),
    eol: fc.constantFrom('\n', '\r\n'),
    ends: fc.boolean(),
    comments: fc.array(fc.nat({ max: 60 }), { maxLength: 6 }),
    trailing: fc.array(fc.nat({ max: 60 }), { maxLength: 6 }),
  })
  .map(({ shape, indent, indentSeq, json, eol, ends, comments, trailing }) => {
    const written = json
      ? `${JSON.stringify(shape.value, null, indent)}\n`
      : stringify(shape.value, { indent, indentSeq, lineWidth: 0 })
    const lines = written.trimEnd().split('\n')
    // Comments that JSON, and the text of a patch, have no place for are left out.
    const isPlain = !json && shape.file !== 'cluster.yaml'
    const commented = lines.flatMap((line, at) => [
      ...(isPlain && comments.includes(at) ? ['', `${/^ */.exec(line)?.[0] ?? ''}# line ${at}`] : []),
      isPlain && trailing.includes(at) ? `${line} # why` : line,
    ])
    return { file: shape.file, text: commented.join(eol) + (ends ? eol : '') }
  })

describe('in every layout', () => {
  test('enable, then disable, gives the file back byte for byte', () => {
    fc.assert(
      fc.property(layout, ({ text, file }) => {
        expect(off(on(text, {}, file), [], file)).toBe(text)
      }),
      { numRuns: 120 },
    )
  })
  test('what enable writes has nothing that check finds, and a second enable changes nothing', () => {
    fc.assert(
      fc.property(layout, ({ text, file }) => {
        const written = on(text, {}, file)
        expect(errors(written, file)).toEqual([])
        expect(written).not.toBe(text)
        expect(on(written, {}, file)).toBe(written)
      }),
      { numRuns: 60 },
    )
  })
  test('no line that was there is lost, moved or changed', () => {
    fc.assert(
      fc.property(layout, ({ text, file }) => {
        const rest = on(text, {}, file).split(/\r?\n/)
        const isFlow = text.includes('{"') || text.startsWith('{')
        if (isFlow || text.includes('[]')) return
        for (const line of text.split(/\r?\n/)) expect(rest.splice(0, rest.indexOf(line) + 1).length).toBeGreaterThan(0)
      }),
      { numRuns: 60 },
    )
  })
  test('entries of the environment come and go', () => {
    fc.assert(
      fc.property(
        layout.filter(({ file, text }) => file === 'kube-apiserver.yaml' || text.includes('v1beta4')),
        ({ text, file }) => {
          const written = on(text, { env: ENV }, file)
          expect(written).toContain('audit_logs')
          expect(off(written, ['audit_logs'], file)).toBe(text)
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('what is there already', () => {
  test('is kept: one flag of retention changes, and no other line', () => {
    expect(on(RIGHT, { maxAge: '7' })).toBe(changed('maxage=30', 'maxage=7'))
  })
  test('flags without mounts get the mounts', () => {
    const withoutMounts = PLAIN.replace(
      /(.*advertise-address=.*\n)/,
      '$1    - --audit-policy-file=/etc/kubernetes/audit/policy.yaml\n    - --audit-log-path=/var/log/kubernetes/audit/audit.log\n',
    )
    expect(errors(withoutMounts, 'kube-apiserver.yaml')).toHaveLength(3)
    expect(errors(on(withoutMounts), 'kube-apiserver.yaml')).toEqual([])
  })
  test('mounts without flags get the flags, and nothing is mounted twice', () => {
    const withoutFlags = RIGHT.replaceAll(/^ *- --audit.*\n/gm, '')
    expect(on(withoutFlags).split('\n')).toHaveLength(RIGHT.split('\n').length)
    expect(errors(on(withoutFlags), 'kube-apiserver.yaml')).toEqual([])
  })
  test('a name that is taken is not taken again', () => {
    const taken = `${PLAIN}  - name: audit-log\n    emptyDir: {}\n`
    expect(errors(on(taken), 'kube-apiserver.yaml')).toEqual([])
    expect(on(taken)).toContain('name: audit-log-2')
  })
  test('standard output needs no mount', () => {
    expect(on(PLAIN, { logPath: '-' })).not.toContain('DirectoryOrCreate\n    name: audit-log')
    expect(errors(on(PLAIN, { logPath: '-' }), 'kube-apiserver.yaml')).toEqual([])
  })
  test('a policy below what is mounted anyway needs no mount, and what is mounted stays when auditing goes', () => {
    const written = on(PLAIN, { policyFile: '/etc/kubernetes/pki/policy.yaml' })
    expect(written).not.toContain('audit-policy\n')
    expect(off(written)).toBe(PLAIN)
  })
  test('a mount that another flag uses stays when auditing goes', () => {
    const shared = changed(
      '- --advertise-address=192.168.0.10',
      '- --advertise-address=192.168.0.10\n    - --encryption-provider-config=/var/log/kubernetes/audit/enc.yaml',
    )
    expect(off(shared)).toContain('mountPath: /var/log/kubernetes/audit')
  })
  test('flags written in two arguments go with their values', () => {
    expect(off(changed('- --audit-log-maxage=30', '- --audit-log-maxage\n    - "30"'))).toBe(PLAIN)
  })
})
